import { type NamedLocation, parseLocation, resolveSource } from '../../../session/location.ts';
import { renderBreakpoint } from '../../render/breakpoint-text.ts';
import type { Desk, PromptCommand } from '../prompt-command.ts';

export const breakpointCommands: readonly PromptCommand[] = [
  {
    names: ['break', 'b'],
    usage: '[FILE:]LINE [if CONDITION]',
    summary: 'set a breakpoint; without a line, here',
    completes: 'file',
    run: addBreakpoint,
  },
  {
    names: ['delete', 'd'],
    usage: 'NUMBER… | all',
    summary: 'remove breakpoints',
    run: deleteBreakpoints,
  },
  {
    names: ['breakpoints', 'info'],
    usage: '[--why]',
    summary: 'list the breakpoints, or tell all that is known of them',
    run: listBreakpoints,
  },
];

async function addBreakpoint(desk: Desk, rest: string): Promise<void> {
  const [, place, condition] = /^(.*?)(?:\s+if\s+(.*))?$/s.exec(rest) ?? [];
  const location = place ? parseLocation(place) : here(desk);
  if (!location) return desk.print(`"${rest}" does not say where. Write FILE:LINE, or LINE.`);
  const file =
    location.file === undefined ? currentFile(desk) : resolveSource(location.file, currentFile(desk));
  // What becomes of it is told by whoever listens to the list.
  await desk.breakpoints.add([{ file, line: location.line, condition: condition?.trim() }]);
}

const currentFile = ({ current, program }: Desk): string => current.frame?.file ?? program;

function here({ current }: Desk): NamedLocation | undefined {
  return current.frame && { file: undefined, line: current.frame.line, condition: undefined };
}

async function deleteBreakpoints(desk: Desk, rest: string): Promise<void> {
  const known = desk.breakpoints.all.map(({ id }) => String(id));
  const wanted = rest === 'all' ? known : rest.split(/[\s,]+/).filter(Boolean);
  if (wanted.length === 0) return desk.print('Which one? Write its number, or "all".');
  for (const word of wanted) {
    const removed = known.includes(word) && (await desk.breakpoints.remove(Number(word)));
    desk.print(removed ? `Removed breakpoint ${word}.` : `There is no breakpoint ${word}.`);
  }
}

async function listBreakpoints(desk: Desk, rest: string): Promise<void> {
  if (rest === '--why')
    return desk.print((await desk.client.request('tandem.breakpointStory', {})).text.trimEnd());
  const { all } = desk.breakpoints;
  desk.print(
    all.length > 0
      ? all.map((breakpoint) => renderBreakpoint(breakpoint, desk.canvas))
      : 'There are no breakpoints.',
  );
}
