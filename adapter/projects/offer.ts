/** A configuration that suits a folder, as it would stand in its launch.json. */
export interface Offer {
  readonly purpose: Purpose;
  readonly configuration: OfferedConfiguration;
}

/**
 * `program` is what the folder is there for, `server` and `script` what it calls so itself, `tests` all of its tests, and
 * `testFile` those of the file that is open.
 */
export type Purpose = 'program' | 'server' | 'script' | 'tests' | 'testFile';

export interface OfferedConfiguration {
  readonly name: string;
  readonly [setting: string]: unknown;
}

/** A place in the folder, as launch.json names it. The editor fills in the variables. */
export const inFolder = (path: string): string => `\${workspaceFolder}/${path}`;

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the editor that fills it in.
export const CURRENT_FILE = '${file}';
