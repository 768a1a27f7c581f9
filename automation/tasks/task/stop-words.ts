import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Frame, Stop as StopWords, Variable } from '../../../protocol/tasks/stop.ts';
import { clip, type Limits } from '../../session/limits.ts';
import type { LocalVariable } from '../../session/locals.ts';
import type { SourceWindow } from '../../session/source-lines.ts';
import type { Stop, ThrownValue } from '../../session/stop.ts';

/** A stop in the words of the protocol, as much of it as the limits allow. */
export function stopInWords(
  stop: Stop,
  number: number,
  limits: Limits,
  changed: StopWords['changed'],
): StopWords {
  const stack = stop.stack.slice(0, Math.max(limits.frames, stop.frame + 1));
  const variables = stop.locals.slice(0, limits.variables);
  return {
    number,
    threadId: stop.threadId,
    reason: stop.reason,
    description: stop.description,
    breakpoints: [...stop.breakpointIds],
    stack: stack.map(frameInWords),
    ...((stop.moreFrames || stack.length < stop.stack.length) && { moreFrames: true }),
    frame: stop.frame,
    ...(stop.window && { source: windowInWords(stop.window, limits) }),
    variables: variables.map((variable) => variableInWords(variable, limits)),
    ...((stop.moreLocals || variables.length < stop.locals.length) && { moreVariables: true }),
    ...(stop.exception && { exception: exceptionInWords(stop.exception, limits) }),
    ...(changed && { changed: changed.map((change) => clipped(change, limits)) }),
  };
}

export function frameInWords({
  id,
  name,
  source,
  line,
  column,
  presentationHint,
}: DebugProtocol.StackFrame): Frame {
  const file = source?.path ?? source?.name;
  return {
    id,
    name,
    ...(file !== undefined && { file }),
    line,
    column,
    ...(presentationHint === 'label' && { label: true }),
  };
}

export function variableInWords(
  { name, value, type, scope, reference, truncated }: LocalVariable,
  limits: Limits,
): Variable {
  return {
    name,
    value: truncated && value.length <= limits.value + 1 ? value : clip(value, limits.value),
    ...(type !== undefined && { type }),
    ...(scope !== '' && { scope }),
    ...(reference > 0 && { reference }),
    ...((truncated || value.length > limits.value) && { truncated: true }),
  };
}

function windowInWords(
  { first, lines, current, column }: SourceWindow,
  limits: Limits,
): NonNullable<StopWords['source']> {
  // It was looked at with at least as much around it.
  const from = current === undefined ? first : Math.max(first, current - limits.context);
  const to = current === undefined ? undefined : current + limits.context - first + 1;
  return {
    first: from,
    lines: lines.slice(from - first, to).map((line) => clip(line, limits.value)),
    ...(current !== undefined && { current }),
    ...(column !== undefined && { column }),
  };
}

function exceptionInWords(
  { type, message, stack, uncaught }: ThrownValue,
  { value }: Limits,
): NonNullable<StopWords['exception']> {
  return {
    type: clip(type, value),
    message: clip(message, value),
    ...(stack !== undefined && { stack: clip(stack, 4 * value) }),
    uncaught,
  };
}

type Changed = NonNullable<StopWords['changed']>[number];

const clipped = ({ name, before, after }: Changed, { value }: Limits): Changed => ({
  name,
  ...(before !== undefined && { before: clip(before, value) }),
  ...(after !== undefined && { after: clip(after, value) }),
});
