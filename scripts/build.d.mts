import type { BuildOptions } from 'esbuild';

export function build(options?: { release?: boolean; outdir?: string }): Promise<void>;
export function adapterBundlesInto(outdir: string): BuildOptions[];
