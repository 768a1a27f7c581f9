import { REDACTED, Redactor } from '../../automation/redaction/redactor.ts';

/** Whose traces are taken out of a text. */
export interface Person {
  readonly home: string;
  readonly user: string;
  readonly host: string;
}

type Json = unknown;

/** Names this short, or this common, are found in texts that mean something else. */
const SHORTEST_NAME = 4;
const COMMON: ReadonlySet<string> = new Set(['root', 'user', 'node', 'admin', 'localhost']);

/** Takes out of texts what is nobody's business: secrets, and who and where the user is. */
export class Privacy {
  readonly #redactor = new Redactor();
  readonly #person: readonly (readonly [RegExp, string])[];

  constructor({ home, user, host }: Person) {
    this.#person = [
      ...[home, home.replaceAll('\\', '\\\\'), home.replaceAll('\\', '/')]
        .filter((path) => path.length > 1)
        // VS Code writes the letter of a drive small, other programs large.
        .map(
          (path) => [new RegExp(`${literal(path)}(?![\\w.-])`, hasDrive(home) ? 'gi' : 'g'), '~'] as const,
        ),
      ...named(user, '<user>'),
      ...named(host, '<host>'),
    ];
  }

  /** How many secrets were hidden so far. */
  get hidden(): number {
    return this.#redactor.hidden;
  }

  /** What a launch configuration says, without the values of its environment and of what is called like a secret. */
  configuration(configuration: Readonly<Record<string, Json>>): Json {
    const parts = Object.entries(configuration)
      // VS Code's own, for its own.
      .filter(([name]) => !name.startsWith('__'))
      .map(([name, value]) => [name, this.#cleaned(value, name)]);
    return Object.fromEntries(parts);
  }

  /** Hides also what was found in configurations, wherever it comes up again. */
  text(text: string): string {
    let told = this.#redactor.text(text);
    for (const [pattern, instead] of this.#person) told = told.replaceAll(pattern, instead);
    return told;
  }

  #masked(env: Json): Json {
    if (typeof env !== 'object' || env === null) return this.#hidden(env);
    return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, this.#hidden(value)]));
  }

  #cleaned(value: Json, name: string): Json {
    // Also deep in a setting that holds what configurations may say; an option `--env` is followed by a word.
    if (name === 'env' && typeof value !== 'string') return this.#masked(value);
    if (this.#redactor.isSecretName(name) && value !== null && typeof value !== 'boolean')
      return this.#hidden(value);
    if (typeof value === 'string') return this.#redactor.text(value);
    if (Array.isArray(value))
      return value.map((part, index) => this.#cleaned(part, optionNamed(value[index - 1])));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.#cleaned(part, key)]));
  }

  /** That nothing is set tells nobody anything. */
  #hidden(value: Json): Json {
    if (value === null || value === '') return value;
    // So it is known when it comes up elsewhere.
    this.#redactor.value({ value: `'${String(value)}'` }, true);
    return REDACTED;
  }
}

const hasDrive = (path: string): boolean => /^[a-z]:/i.test(path);

/** `token` of `--token`, whose value is the next argument. */
const optionNamed = (former: Json): string =>
  typeof former === 'string' ? (/^--?([A-Za-z][\w-]*)$/.exec(former)?.[1] ?? '') : '';

const named = (name: string, instead: string): (readonly [RegExp, string])[] =>
  name.length < SHORTEST_NAME || COMMON.has(name)
    ? []
    : [[new RegExp(`(?<![\\w-])${literal(name)}(?![\\w-])`, 'g'), instead]];

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
