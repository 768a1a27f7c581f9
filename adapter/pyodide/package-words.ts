/** What a program's thread asks when it imports a module that is not there; it waits for the answer. */
export interface PackageQuestion {
  readonly module: string;
  /** Of Pyodide. */
  readonly version: string;
}

export interface PackageFile {
  readonly path: string;
  /** A library that others are linked with, and no Python. */
  readonly isLibrary: boolean;
}

export interface PackageAnswer {
  /** What has to be unpacked, in this order; nothing for a module that no package has. */
  readonly files: readonly PackageFile[];
  /** Why a package that there is cannot be had, for the user's eyes. */
  readonly problem?: string;
}

/** The worker's end of the desk where it asks. */
export interface PackageCounter<Port> {
  readonly port: Port;
  /** One number, which is another one after each answer. */
  readonly bell: Int32Array;
}
