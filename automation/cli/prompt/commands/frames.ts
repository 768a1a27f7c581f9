import { sourceLines, windowAround } from '../../../session/source-lines.ts';
import { frameWindow } from '../../../session/stop.ts';
import { renderWindow } from '../../render/source-window.ts';
import { renderStack } from '../../render/stop-text.ts';
import { placeOf } from '../../render/text.ts';
import type { Desk, PromptCommand } from '../prompt-command.ts';

/** Lines above and below, for a frame that was selected and for a list. */
const FRAME_CONTEXT = 3;
const LIST_CONTEXT = 5;

export const frameCommands: readonly PromptCommand[] = [
  {
    names: ['where', 'bt', 'backtrace', 'w'],
    summary: 'show the stack',
    run: ({ print, current, canvas }) =>
      print(renderStack(current.stop.stack, canvas, undefined, current.selected)),
  },
  {
    names: ['up', 'u'],
    summary: 'select the frame that called this one',
    run: (desk) => moveFrame(desk, 1, 'This is the outermost frame.'),
  },
  {
    names: ['down'],
    summary: 'select the frame that this one called',
    run: (desk) => moveFrame(desk, -1, 'This is the innermost frame.'),
  },
  {
    names: ['list', 'l'],
    usage: '[LINE]',
    summary: 'show the source here, or around a line; again, what follows',
    run: listSource,
  },
];

async function moveFrame(desk: Desk, direction: 1 | -1, end: string): Promise<void> {
  const { current, canvas, client } = desk;
  if (!current.move(direction)) return desk.print(end);
  const frame = current.frame!;
  const window = await frameWindow(client, frame, FRAME_CONTEXT);
  const { paint } = canvas;
  const headline = `${paint('faint', 'in')} ${frame.name}  ${paint('accent', placeOf(frame))}`;
  desk.print([headline, ...(window ? renderWindow(window, canvas, frame.file) : [])]);
}

async function listSource(desk: Desk, rest: string): Promise<void> {
  const { current, client, canvas } = desk;
  const { frame } = current;
  const lines = frame && (await sourceLines(client, frame));
  if (!frame || !lines) return desk.print('There is no source to show.');
  const wanted = rest === '' ? undefined : Number(rest);
  if (wanted !== undefined && !(wanted >= 1)) return desk.print(`"${rest}" is not a line.`);
  const follow = current.listedTo && current.listedTo + LIST_CONTEXT + 1;
  const middle = wanted ?? follow ?? frame.line;
  const { first, lines: shown } = windowAround(lines, middle, 1, LIST_CONTEXT);
  if (shown.length === 0) return desk.print(`The source ends at line ${lines.length}.`);
  current.listedTo = first + shown.length - 1;
  const shownWindow = { first, lines: shown, current: frame.line, column: frame.column };
  desk.print(renderWindow(shownWindow, canvas, frame.file));
}
