declare const TANDEM_PYODIDE: { readonly version: string; readonly integrity: string } | undefined;

/** The one Pyodide that this Tandem is tested with, as npm has it. Code that is run without being built knows none. */
export interface Pinned {
  readonly version: string;
  /** Of its tarball, as in a package-lock.json: "sha512-…". */
  readonly integrity: string;
}

export const PINNED: Pinned | undefined = typeof TANDEM_PYODIDE === 'object' ? TANDEM_PYODIDE : undefined;

export const tarballOf = ({ version }: Pinned): string =>
  `https://registry.npmjs.org/pyodide/-/pyodide-${version}.tgz`;
