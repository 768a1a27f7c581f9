import { EXIT } from '../exit-code.ts';
import type { Canvas } from '../render/source-window.ts';
import { painter, widthOf } from '../render/style.ts';

/** What a command answers. */
export interface Report {
  /** For `--json`: in the shapes of the task protocol. */
  readonly data: object;
  /** The same for a person, without a line break at its end; nothing to say where it is empty. */
  readonly text: (canvas: Canvas) => string;
  readonly exitCode?: number;
}

/** Prints an answer; returns the exit code. */
export function tell({ data, text, exitCode = EXIT.ok }: Report, json: boolean | undefined): number {
  const told = json ? JSON.stringify(data) : text(answerCanvas());
  if (told !== '') process.stdout.write(`${told}\n`);
  return exitCode;
}

/** How what is written to standard output looks. */
export const answerCanvas = (): Canvas => ({
  paint: painter(process.stdout),
  width: widthOf(process.stdout),
});

/** What can be done next, in a line. */
export const nextSteps = (text: string, { paint }: Canvas): string => paint('faint', text);
