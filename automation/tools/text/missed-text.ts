import type { Breakpoint } from '../../../protocol/tasks/breakpoints.ts';
import type { ToolContext } from '../tool.ts';
import { breakpointText } from './breakpoint-text.ts';

/** Breakpoints that cannot stop the program: silence would read as if the line had not been reached. */
export const unboundText = (context: ToolContext, taskId: string): Promise<string> =>
  listed(context, taskId, 'Breakpoints that are NOT bound', ({ state }) => state !== 'bound');

/** Breakpoints that a program that has ended never stopped at. */
export const neverHitText = (context: ToolContext, taskId: string): Promise<string> =>
  listed(context, taskId, 'Breakpoints that were NEVER hit', () => true);

async function listed(
  { commander, folder }: ToolContext,
  taskId: string,
  title: string,
  matters: (breakpoint: Breakpoint) => boolean,
): Promise<string> {
  const { breakpoints } = await commander.send('ListBreakpoints', { taskId });
  const missed = breakpoints.filter((one) => one.enabled && !one.hits && matters(one));
  if (missed.length === 0) return '';
  return `\n\n${title}:\n${missed.map((one) => breakpointText(one, folder)).join('\n')}`;
}
