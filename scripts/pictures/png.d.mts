/** In pixels. */
export function sizeOf(png: Buffer): { width: number; height: number };
export function withPalette(png: Buffer): Buffer;
