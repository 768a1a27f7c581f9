import { secretNames } from '../../../automation/redaction/secret-names.ts';
import { hideSecretValues } from '../../../automation/redaction/secret-values.ts';

export type Configuration = Readonly<Record<string, unknown>>;
/** From the configuration down, such as `['env', 'API_KEY']`. */
export type Path = readonly (string | number)[];

/** A configuration that can be kept on disk. */
export interface Kept {
  readonly configuration: Configuration;
  /** Places of values that are not kept, as they are, or may be, secrets. */
  readonly withheld: readonly Path[];
}

/** VS Code fills these in by what is in the editor, which is something else the next time. */
const OF_EDITOR = /\$\{(?:file|relativeFile|selectedText|lineNumber|columnNumber)/;
const REFERENCES = /\$\{[^}]*\}/g;
const OPTION = /^--?([A-Za-z][\w-]*)(=|\s+|$)/;

const isSecretName = secretNames();

/**
 * What was run, as its user wrote it, so that it can be run again: of what means the file in the editor, with the file that
 * it was then. What VS Code and its extensions add for themselves is left out.
 * @param substituted the same after VS Code has filled in its variables
 */
export function asRun(written: Configuration, substituted: Configuration): Configuration {
  const own = Object.entries(written).filter(([name]) => !name.startsWith('__'));
  return Object.fromEntries(own.map(([name, value]) => [name, fixed(value, substituted[name])]));
}

function fixed(written: unknown, substituted: unknown): unknown {
  if (typeof written === 'string') return OF_EDITOR.test(written) ? (substituted ?? written) : written;
  if (Array.isArray(written)) return written.map((value, index) => fixed(value, member(substituted, index)));
  if (typeof written !== 'object' || written === null) return written;
  return Object.fromEntries(
    Object.entries(written).map(([name, value]) => [name, fixed(value, member(substituted, name))]),
  );
}

/** Takes out what nobody may find on the disk. What an environment says literally is of that kind, whatever it is called. */
export function withoutSecrets(configuration: Configuration): Kept {
  const withheld: Path[] = [];
  const walk = (value: unknown, path: Path, before: unknown): unknown => {
    if (typeof value === 'string') {
      if (!isSecret(value, path, before)) return value;
      withheld.push(path);
      return '';
    }
    if (Array.isArray(value)) return value.map((one, at) => walk(one, [...path, at], value[at - 1]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, walk(one, [...path, name], undefined)]),
    );
  };
  return { configuration: walk(configuration, [], undefined) as Configuration, withheld };
}

/**
 * The configuration with the values that were withheld, as `source` has them.
 * @returns also the places of those that it does not have
 */
export function filledIn(
  { configuration, withheld }: Kept,
  source: Configuration | undefined,
): {
  readonly configuration: Configuration;
  readonly missing: readonly Path[];
} {
  const complete = structuredClone(configuration) as Record<string, unknown>;
  const missing = withheld.filter((path) => {
    const value = path.reduce<unknown>(member, source);
    const parent = path.slice(0, -1).reduce<unknown>(member, complete) as Record<string | number, unknown>;
    if (typeof value === 'string') parent[path.at(-1)!] = value;
    return typeof value !== 'string';
  });
  return { configuration: complete, missing };
}

/** Without what is missing: a list loses the word, an environment the variable. */
export function doingWithout(configuration: Configuration, missing: readonly Path[]): Configuration {
  const isMissing = (path: Path): boolean => missing.some((one) => one.join('\0') === path.join('\0'));
  const walk = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value))
      return value
        .map((one, at) => [one, [...path, at]] as const)
        .filter(([, at]) => !isMissing(at))
        .map(([one, at]) => walk(one, at));
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(([name]) => !isMissing([...path, name]));
    return Object.fromEntries(kept.map(([name, one]) => [name, walk(one, [...path, name])]));
  };
  return walk(configuration, []) as Configuration;
}

function isSecret(value: string, path: Path, before: unknown): boolean {
  // What only refers to a value holds none.
  if (value.replaceAll(REFERENCES, '') === '') return false;
  if (path[0] === 'env') return true;
  if (path.some((name) => typeof name === 'string' && isSecretName(name))) return true;
  if (hideSecretValues(value, () => '', false) !== value) return true;
  return isSecretArgument(value, before);
}

/** `--token=…` in a list or a line of arguments, or what comes after `--token` in a list. */
function isSecretArgument(value: string, before: unknown): boolean {
  const option = (text: unknown) => (typeof text === 'string' ? OPTION.exec(text) : undefined);
  const former = option(before);
  if (former && former[2] === '' && isSecretName(former[1]!)) return true;
  return value.split(/\s+(?=-)/).some((part) => {
    const found = option(part);
    return found?.[1] !== undefined && found[2] !== '' && isSecretName(found[1]);
  });
}

const member = (value: unknown, name: string | number): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[name] : undefined;
