/** What every process that is to be found tells the other programs of its user about itself. */
export interface Publication {
  readonly pid: number;
  /** Where it listens: as `formatEndpoint` writes it. */
  readonly endpoint: string;
  /** The secret that opens it. */
  readonly token: string;
  /** Of Tandem. */
  readonly version: string;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
}

/** A program that waits for debuggers. */
export interface ProgramPublication extends Publication {
  /** The file of its main module, where it has one. */
  readonly main?: string | undefined;
  /** Node, unless it says otherwise. */
  readonly runtime?: string | undefined;
  readonly cwd: string;
}

/** A window of an editor, or a server without one, whose tasks others may drive. */
export interface ServerPublication extends Publication {
  readonly kind: 'window' | 'server';
  /** For people: tells two of them apart. */
  readonly name: string;
  /** Absolute: what is open there. */
  readonly folders: readonly string[];
}

interface Published {
  program: ProgramPublication;
  window: ServerPublication;
  server: ServerPublication;
}

/** Who publishes: each kind of process has files of its own. */
export type PublisherKind = keyof Published;
export type PublicationOf<K extends PublisherKind> = Published[K];

/** What a field must be, in words, and whether a value is that. */
type Check = readonly [what: string, holds: (value: unknown) => boolean];

const text: Check = ['a string', (value) => typeof value === 'string'];
const number: Check = ['a number', (value) => typeof value === 'number'];
const texts: Check = [
  'a list of strings',
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
];
const optional = ([what, holds]: Check): Check => [what, (value) => value === undefined || holds(value)];
const exactly = (word: string): Check => [`"${word}"`, (value) => value === word];

const common = { pid: number, endpoint: text, token: text, version: text, startedAt: number };
const server = { ...common, name: text, folders: texts };

const FIELDS: {
  readonly [K in PublisherKind]: Readonly<Record<keyof PublicationOf<K>, Check>>;
} = {
  program: { ...common, main: optional(text), runtime: optional(text), cwd: text },
  window: { ...server, kind: exactly('window') },
  server: { ...server, kind: exactly('server') },
};

/** What keeps a value that was read from a file from being what that process has published, if anything. */
export function publicationProblem(value: unknown, kind: PublisherKind, pid: number): string | undefined {
  if (typeof value !== 'object' || value === null) return 'it is not an object';
  const fields = value as Readonly<Record<string, unknown>>;
  for (const [name, [what, holds]] of Object.entries(FIELDS[kind])) {
    if (!holds(fields[name])) return `"${name}" is not ${what}`;
  }
  return fields.pid === pid ? undefined : 'it is about another process than its name says';
}
