import * as z from 'zod';
import type { OutputEntry, OutputSlice } from '../../protocol/tasks/task.ts';
import { task } from './inputs.ts';
import { MAX_REPLY } from './reply.ts';
import { outputLines } from './text/output-text.ts';
import { defineTool, type Told } from './tool.ts';
import { whichTask } from './which-task.ts';

/** Characters of output in one answer, which says a little more than that. */
const MAX_TOLD = MAX_REPLY - 8 * 1024;
/** Where nobody says how much of the end is wanted. */
const LAST_LINES = 200;
/** Pieces to go back by. */
const BACK = 1000;

export const outputTool = defineTool({
  name: 'debug_output',
  title: 'Show what the program printed',
  description:
    'What the program has printed: the end of it, or what comes after a cursor. Each answer tells how to see what is before and after it.',
  input: z.strictObject({
    task,
    cursor: z.int().min(0).optional().describe('From an answer before; 0 is the beginning.'),
    entries: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe('At most so many pieces; default 1000 after a cursor, else the last 200 lines.'),
  }),
  looks: true,
  doing: () => 'Reading the output',
  async run(context, { task: named, cursor, entries }) {
    const taskId = await whichTask(context, named);
    const slice = await context.commander.send('GetOutput', {
      taskId,
      ...(cursor === undefined ? { last: true } : { cursor }),
      ...(entries !== undefined && { entries }),
    });
    if (cursor !== undefined) return tellOn(slice);
    return tellEnd(slice, entries === undefined ? LAST_LINES : Number.POSITIVE_INFINITY);
  },
});

/** As much of a slice as fits, from its beginning. */
function tellOn(slice: OutputSlice): Told {
  const told = fitting(slice.entries, Number.POSITIVE_INFINITY);
  const text = outputLines(told).join('\n');
  const left = text.length - MAX_TOLD;
  const shown = left > 0 ? `${text.slice(0, MAX_TOLD)}…\n(${left} more characters of this piece.)` : text;
  const next = slice.entries[told.length];
  const lost = slice.lost > 0 ? [lostText(slice)] : [];
  return {
    text: [...lost, told.length > 0 ? shown : 'Nothing (more) was printed.'].join('\n'),
    next: nextText(next ? next.cursor - 1 : slice.cursor, next !== undefined || slice.more === true),
  };
}

/** The last lines of a slice. */
function tellEnd(slice: OutputSlice, lines: number): Told {
  const told = fitting(slice.entries.toReversed(), lines).reverse();
  const text = outputLines(told).join('\n');
  const left = text.length - MAX_TOLD;
  const shown = left > 0 ? `(${left} more characters of this piece.)\n…${text.slice(-MAX_TOLD)}` : text;
  const [first] = told;
  return {
    text: first ? [...beforeText(first, slice), shown].join('\n') : 'Nothing was printed so far.',
    next: nextText(slice.cursor, false),
  };
}

function beforeText({ cursor }: OutputEntry, slice: OutputSlice): string[] {
  const before = cursor - 1;
  if (before === slice.lost) return before === 0 ? [] : [lostText(slice)];
  const from = Math.max(slice.lost, before - BACK);
  return [
    `(${before} pieces before this; the last of them: debug_output with "cursor": ${from}, "entries": ${before - from}.)`,
  ];
}

const lostText = ({ lost }: OutputSlice): string => `(${lost} earlier pieces are no longer kept.)`;

const nextText = (cursor: number, more: boolean): string =>
  `debug_output with "cursor": ${cursor} tells what comes after this${more ? ', and there is more already' : ''}.`;

/** The first of them that fit into one answer and have about so many lines; one at least. */
function fitting(entries: readonly OutputEntry[], lines: number): OutputEntry[] {
  const told: OutputEntry[] = [];
  let [room, linesLeft] = [MAX_TOLD, lines];
  for (const entry of entries) {
    const breaks = entry.text.split('\n').length - 1;
    room -= entry.text.length + PREFIX * (breaks + 1);
    if (told.length > 0 && (room < 0 || linesLeft <= 0)) break;
    linesLeft -= breaks;
    told.push(entry);
  }
  return told;
}

/** Characters before each line, and its end. */
const PREFIX = '  tandem| \n'.length;
