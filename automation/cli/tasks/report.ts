import { EXIT } from '../exit-code.ts';
import type { Canvas } from '../render/source-window.ts';
import { painter, widthOf } from '../render/style.ts';

/** What a command answers. */
export interface Report {
  /** For `--json`: in the shapes of the task protocol. */
  readonly data: object;
  /** The same for a person, without a line break at its end; nothing to say where it is empty. */
  readonly text: (canvas: Canvas) => string;
  /** For a person, too, but beside the answer: on standard error, so that the answer alone can be read by a script. */
  readonly notes?: readonly string[];
  readonly exitCode?: number;
}

/** Prints an answer; returns the exit code. */
export function tell(
  { data, text, notes = [], exitCode = EXIT.ok }: Report,
  json: boolean | undefined,
): number {
  const told = json ? JSON.stringify(data) : text(answerCanvas());
  if (told !== '') process.stdout.write(`${told}\n`);
  if (!json) notes.forEach(tellBeside);
  return exitCode;
}

/** Says something that is not part of the answer. */
export const tellBeside = (note: string): void =>
  void process.stderr.write(`${painter(process.stderr)('faint', note)}\n`);

/** How what is written to standard output looks. */
export const answerCanvas = (): Canvas => ({
  paint: painter(process.stdout),
  width: widthOf(process.stdout),
});
