import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Frame, Stop, Variable } from '../../../protocol/tasks/stop.ts';
import type { LocalVariable } from '../../session/locals.ts';
import type { Stop as SessionStop } from '../../session/stop.ts';

/** A stop as a task server tells it, in the words of those who draw one. */
export function asSessionStop(stop: Stop): SessionStop {
  const { source, exception } = stop;
  return {
    threadId: stop.threadId,
    reason: stop.reason,
    description: stop.description,
    breakpointIds: stop.breakpoints,
    stack: stop.stack.map(asStackFrame),
    moreFrames: stop.moreFrames === true,
    frame: stop.frame,
    window: source && { ...source, current: source.current, column: source.column },
    locals: stop.variables.map(asLocal),
    moreLocals: stop.moreVariables === true,
    exception: exception && { ...exception, stack: exception.stack },
  };
}

export const asStackFrame = ({ id, name, file, line, column, label }: Frame): DebugProtocol.StackFrame => ({
  id,
  name,
  line,
  column,
  ...(file !== undefined && { source: { path: file } }),
  ...(label && { presentationHint: 'label' }),
});

export const asLocal = ({
  name,
  value,
  truncated,
  type,
  scope = '',
  reference = 0,
}: Variable): LocalVariable => ({ name, value, truncated: truncated === true, type, scope, reference });
