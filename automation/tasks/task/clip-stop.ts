import type { Change, Exception, SourceWindow } from '../../../protocol/tasks/stop.ts';
import { clip, type Limits } from '../../session/limits.ts';
import { clipVariable } from '../../session/locals.ts';
import type { SeenStop } from '../../session/stop.ts';

/** As much of a stop as the limits allow. */
export function clipStop(stop: SeenStop, limits: Limits): SeenStop {
  const { source, exception } = stop;
  const stack = stop.stack.slice(0, Math.max(limits.frames, stop.frame + 1));
  const variables = stop.variables.slice(0, limits.variables);
  return {
    ...stop,
    stack,
    ...(stack.length < stop.stack.length && { moreFrames: true }),
    ...(source && { source: clipSource(source, limits) }),
    variables: variables.map((variable) => clipVariable(variable, limits)),
    ...(variables.length < stop.variables.length && { moreVariables: true }),
    ...(exception && { exception: clipException(exception, limits) }),
  };
}

export const clipChange = ({ name, before, after }: Change, { value }: Limits): Change => ({
  name,
  ...(before !== undefined && { before: clip(before, value) }),
  ...(after !== undefined && { after: clip(after, value) }),
});

/** It was looked at with at least as much around it. */
function clipSource(source: SourceWindow, limits: Limits): SourceWindow {
  const { first, current } = source;
  const from = current === undefined ? first : Math.max(first, current - limits.context);
  const to = current === undefined ? undefined : current + limits.context - first + 1;
  const lines = source.lines.slice(from - first, to).map((line) => clip(line, limits.value));
  return { ...source, first: from, lines };
}

const clipException = ({ type, message, stack, ...rest }: Exception, { value }: Limits): Exception => ({
  ...rest,
  type: clip(type, value),
  message: clip(message, value),
  ...(stack !== undefined && { stack: clip(stack, 4 * value) }),
});
