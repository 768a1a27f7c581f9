import { readFileSync, writeFileSync } from 'node:fs';

const begin = (name: string) => `<!-- generated: ${name} -->`;
const END = '<!-- end -->';

/** The part of a document that is made by a program, between its two markers. */
export function replaceGenerated(document: string, name: string, text: string): string {
  const from = document.indexOf(begin(name));
  const to = document.indexOf(END, from);
  if (from < 0 || to < 0) throw new Error(`there is no "${begin(name)}" with an "${END}" after it`);
  return `${document.slice(0, from)}${begin(name)}\n\n${text}\n\n${document.slice(to)}`;
}

export function writeGenerated(file: string | URL, name: string, text: string): void {
  writeFileSync(file, replaceGenerated(readFileSync(file, 'utf8'), name, text));
}

export function isGeneratedFresh(file: string | URL, name: string, text: string): boolean {
  const document = readFileSync(file, 'utf8');
  return replaceGenerated(document, name, text) === document;
}
