export function build(options?: { release?: boolean; outdir?: string }): Promise<void>;
