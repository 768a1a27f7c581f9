import type { Writable } from 'node:stream';

/** Gives a program what it reads, its end where that is null; returns whether it can still be given anything. */
export function writeInput(stdin: Writable | null, text: string | null): boolean {
  if (!stdin?.writable) return false;
  if (text === null) stdin.end();
  else stdin.write(text);
  return true;
}
