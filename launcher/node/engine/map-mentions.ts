import type { UserBreakpoint } from './breakpoint.ts';
import { ignoresCase } from './paths.ts';
import type { SourcePaths } from './source-paths.ts';

/** More of them would make it slow to look for them: then every map is one that may matter. */
const MAX_NAMES = 32;

/** Spelled in two halves so that the text of Tandem itself does not seem to name a map. */
export const MAP_COMMENT = "('sourceMapping' + 'URL=')";

/**
 * What is in the text of every map that names the source of one of these breakpoints; undefined where nothing can be
 * said. That is a part of the file's name which is spelled the same in JSON and in URLs.
 */
export function namesInMaps(
  breakpoints: Iterable<UserBreakpoint>,
  paths: SourcePaths,
): readonly string[] | undefined {
  if (!paths.keepsBaseNames) return undefined;
  const names = new Set<string>();
  for (const { path, key, problem } of breakpoints) {
    if (!problem) names.add(plainPart(path)).add(plainPart(key));
  }
  return names.size > MAX_NAMES ? undefined : [...names];
}

function plainPart(file: string): string {
  const parts = file
    .split(/[\\/]/)
    .at(-1)!
    .split(/[^a-z0-9_.-]+/i);
  const longest = parts.reduce((long, part) => (part.length > long.length ? part : long));
  return ignoresCase ? longest.toLowerCase() : longest;
}

/**
 * An expression for the program: whether the text of a load names a map that may have one of these names in its text.
 * `text` and `file` are expressions for the load's text and file. In doubt it is true, for whatever throws in a condition
 * does not stop. What is inside the load is not decoded, for the program may have replaced what could; a map beside the
 * load is read where the program has not replaced what can.
 */
export function mayMention(
  names: readonly string[],
  text: string,
  file: string,
  anyCase = ignoresCase,
): string {
  const plain = `/(?:${names.map((name) => name.replaceAll('.', '\\.')).join('|')})/${anyCase ? 'i' : ''}`;
  const encoded = `/(?:${names.flatMap((name) => inBase64(name, anyCase)).join('|')})/`;
  return `((textOf, fileOf) => {
    try {
      const text = textOf(), file = fileOf(), at = text.lastIndexOf(${MAP_COMMENT});
      if (at < 0) return false;
      if (${plain}.test(file)) return true;
      const [url] = /^[^\\s'"]*/.exec(text.slice(at + ${MAP_COMMENT}.length));
      if (!url.startsWith('data:')) {
        const { readFileSync } = process.getBuiltinModule('fs');
        if (!/^[\\w.-]+$/.test(url) || !String(readFileSync).includes('readFileUtf8')) return true;
        return ${plain}.test(readFileSync(file.replace(/[^\\\\/]*$/, url), 'utf8'));
      }
      const comma = url.indexOf(','), data = url.slice(comma + 1);
      if (!url.slice(0, comma).endsWith(';base64')) return ${plain}.test(decodeURIComponent(data));
      return ${encoded}.test(data) || !/^[a-z0-9+/]*=*$/i.test(data);
    } catch {
      return true;
    }
  })(() => String(${text}), () => ${file})`;
}

/**
 * Regular expressions that find a name in text that is encoded: three bytes make four characters, so there is one for
 * each place in a group of three. Characters that depend on what is beside the name are left out.
 */
const inBase64 = (name: string, anyCase: boolean): string[] =>
  [0, 1, 2].map((before) => {
    const start = Math.ceil((before * 8) / 6);
    const end = Math.floor(((before + name.length) * 8) / 6);
    const spellings = (anyCase ? spellingsOf(name) : [name]).map((spelling) =>
      Buffer.from(' '.repeat(before) + spelling).toString('base64'),
    );
    let pattern = '';
    for (let at = start; at < end; at += 1) {
      const characters = new Set(spellings.map((spelling) => spelling[at]!));
      pattern += characters.size > 1 ? `[${[...characters].join('')}]` : escaped([...characters][0]!);
    }
    return pattern;
  });

const escaped = (character: string): string => (/[+/]/.test(character) ? `\\${character}` : character);

/** A character of Base64 is made of two bytes at most: these have all pairs of small and capital letters. */
const spellingsOf = (name: string): string[] =>
  [0, 1, 2, 3].map((capitals) =>
    [...name]
      .map((letter, at) => ((capitals >> (at % 2)) & 1 ? letter.toUpperCase() : letter.toLowerCase()))
      .join(''),
  );
