import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { errors } from '../../protocol/errors.ts';

export type Environment = Record<string, string>;

/**
 * What `layers` say together, the later over the earlier; null removes. Where the system ignores case in names
 * (Windows), so does this, and the last spelling stays.
 */
export function mergeEnvironment(
  layers: readonly Readonly<Record<string, string | null | undefined>>[],
  ignoreCase = process.platform === 'win32',
): Environment {
  const merged = new Map<string, readonly [name: string, value: string]>();
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer)) {
      const key = ignoreCase ? name.toUpperCase() : name;
      merged.delete(key);
      if (value !== null && value !== undefined) merged.set(key, [name, value]);
    }
  }
  return Object.fromEntries(merged.values());
}

export function readEnvFile(path: string): Environment {
  const content = read(path)
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n');
  const bad = firstBadLine(content);
  if (bad) throw errors.envFileInvalid(path, bad.line, bad.text);
  return parseEnv(content) as Environment;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw errors.envFileUnreadable(path, (error as NodeJS.ErrnoException).code ?? String(error));
  }
}

/** A variable with its value, which may span lines when it is quoted. */
const ENTRY =
  /^[ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*(?:'[^']*'[ \t]*(?:#.*)?$|"(?:\\"|[^"])*"[ \t]*(?:#.*)?$|`[^`]*`[ \t]*(?:#.*)?$|.*$)/gm;

/** `parseEnv` makes something of anything; what is no entry, no comment and not blank is a mistake to be told. */
function firstBadLine(content: string): { line: number; text: string } | undefined {
  const rest = content.replace(ENTRY, (entry) => entry.replace(/[^\n]/g, ''));
  const lines = rest.split('\n');
  const index = lines.findIndex((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  return index < 0 ? undefined : { line: index + 1, text: lines[index]!.trim() };
}
