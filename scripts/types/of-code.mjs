// The declarations that the compiler has written, one by one.
import { readFileSync } from 'node:fs';

const NAME = /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface|type|function|const|enum) (\w+)/m;

/**
 * The declarations of a file that has no default export: each with its name, and the comment before it.
 * @returns {[name: string, text: string][]}
 */
export function declarationsIn(file) {
  const declarations = [];
  let lines = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    lines.push(line);
    // Whatever is inside of a declaration is indented.
    if (!/^\S.*;$|^\}/.test(line)) continue;
    const text = lines.join('\n').trim();
    lines = [];
    const name = NAME.exec(text)?.[1];
    if (name !== undefined) declarations.push([name, text.replaceAll('    ', '  ')]);
  }
  return declarations;
}

/**
 * Of all declarations those that the exported ones need, in the order in which they are given.
 * @param {readonly [name: string, text: string][]} declarations
 * @param {readonly string[]} exported
 */
export function needed(declarations, exported) {
  const texts = new Map(declarations);
  const wanted = new Set();
  const add = (name) => {
    if (wanted.has(name)) return;
    wanted.add(name);
    if (!texts.has(name)) throw new Error(`nothing declares "${name}"`);
    const code = texts
      .get(name)
      .replace(/\/\*\*.*?\*\//gs, '')
      .replace(/(["'`]).*?\1/g, '');
    for (const [word] of code.matchAll(/\w+/g)) if (texts.has(word)) add(word);
  };
  for (const name of exported) add(name);
  return declarations.filter(([name]) => wanted.has(name));
}
