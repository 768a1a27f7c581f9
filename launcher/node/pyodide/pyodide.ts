/** What is used of Pyodide. */
export interface Pyodide {
  readonly version: string;
  readonly FS: {
    readonly filesystems: { readonly NODEFS: unknown };
    readonly ErrnoError: new (code: number) => Error;
    analyzePath(path: string): { readonly exists: boolean };
    mkdir(path: string): void;
    mkdirTree(path: string): void;
    symlink(target: string, path: string): void;
    mount(type: unknown, options: { readonly root: string }, path: string): void;
  };
  readonly globals: { set(name: string, value: unknown): void };
  setInterruptBuffer(buffer: Int32Array): void;
  setStdin(options: { read(buffer: Uint8Array): number; isatty: false }): void;
  setStdout(options: { write(bytes: Uint8Array): number; isatty: false }): void;
  setStderr(options: { write(bytes: Uint8Array): number; isatty: false }): void;
  runPython(code: string): unknown;
  pyimport(name: string): unknown;
  unpackArchive(bytes: Uint8Array, format: string, options: { readonly extractDir: string }): void;
  /** All of its memory; only one that was loaded for that can tell it. */
  makeMemorySnapshot(): Uint8Array;
}

/** Of its options, those that are used. */
export interface PyodideOptions {
  readonly indexURL: string;
  readonly _makeSnapshot?: boolean;
  readonly _loadSnapshot?: Uint8Array;
}

export interface PyodideModule {
  loadPyodide(options: PyodideOptions): Promise<Pyodide>;
}
