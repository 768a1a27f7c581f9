import { expect } from 'vitest';
import type { Language } from '../../../extension/source/language.ts';

/** A text in which the mouse is at `‸`, and what is evaluated there. */
export type Case = readonly [text: string, expression: string | undefined];

export function evaluates(language: Language, cases: readonly Case[]): void {
  for (const [marked, expression] of cases) {
    const offset = marked.indexOf('‸');
    const found = language(marked.replace('‸', '')).expressionAt(offset);
    expect(found?.expression, marked).toBe(expression);
    if (found) expect(found.start <= offset && offset <= found.end, marked).toBe(true);
  }
}

/** The program stands at `‸`, and each line says behind `comment` what is to be shown in it. */
export function shows(language: Language, comment: string, marked: string): void {
  const lines = marked.replace(/^\n/, '').trimEnd().split('\n');
  const expected = lines.map((line) => line.split(comment)[1]?.trim() ?? '');
  const program = lines.map((line) => line.split(comment)[0]!.trimEnd()).join('\n');
  const text = program.replace('‸', '');
  const shown = lines.map(() => [] as string[]);
  for (const { expression, start } of language(text).variablesUpTo(program.indexOf('‸')))
    shown[text.slice(0, start).split('\n').length - 1]!.push(expression);
  expect(shown.map((names) => names.join(' '))).toEqual(expected);
}
