export interface Packed {
  /** The path of the tarball. */
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  /** In bytes. */
  readonly unpacked: number;
  /** Their paths in the package. */
  readonly files: readonly string[];
}

/** Builds the npm package and puts its tarball into a directory. */
export function pack(directory: string): Promise<Packed>;
