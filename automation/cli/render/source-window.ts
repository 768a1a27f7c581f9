import type { SourceWindow } from '../../../protocol/tasks/stop.ts';
import { highlight } from './highlight.ts';
import type { Paint } from './style.ts';
import { crop, printable } from './text.ts';

export interface Canvas {
  readonly paint: Paint;
  readonly width: number;
}

const MARK = '▶';
/** Before the number of a line, and between it and the text. */
const MARGIN = 3;
const GAP = 2;

/** The lines of a window on `file`, the current one marked, a caret below the column where the program stands. */
export function renderWindow(window: SourceWindow, { paint, width }: Canvas, file?: string): string[] {
  const digits = String(window.first + window.lines.length).length;
  const indent = MARGIN + digits + GAP;
  return window.lines.flatMap((line, index) => {
    const number = window.first + index;
    const isCurrent = number === window.current;
    const { text, column } = cropAround(line, isCurrent ? (window.column ?? 1) : 1, width - indent);
    const label = String(number).padStart(digits);
    if (!isCurrent)
      return [`${' '.repeat(MARGIN)}${paint('faint', label)}  ${highlight(text, paint, file)}`.trimEnd()];
    const marked = ` ${paint('current', `${MARK} ${label}`)}  ${highlight(text, paint, file)}`;
    return column === undefined
      ? [marked]
      : [marked, `${' '.repeat(indent + column)}${paint('current', '^')}`];
  });
}

/** As much of a line as there is room for, with the column in it. A minified program is one line of a megabyte. */
function cropAround(
  line: string,
  column: number,
  room: number,
): { text: string; column: number | undefined } {
  const before = printable(line.slice(0, column - 1));
  const all = before + printable(line.slice(column - 1));
  const shown = Math.min(room, 500);
  const cut = before.length < shown - 10 ? 0 : before.length - Math.floor(shown / 2);
  const text = crop(cut > 0 ? `…${all.slice(cut + 1)}` : all, shown);
  // A caret below the first letter of a statement tells nothing that the mark does not.
  const isStart = before.trim() === '';
  return { text, column: isStart ? undefined : before.length - cut };
}
