import { breakpoint, exceptionMode, wantedBreakpoint } from '../../protocol/tasks/breakpoints.ts';
import { happening, taskEvent } from '../../protocol/tasks/events.ts';
import { ack } from '../../protocol/tasks/messages.ts';
import { limits, location, problem } from '../../protocol/tasks/parts.ts';
import { change, exception, frame, sourceWindow, stop, variable } from '../../protocol/tasks/stop.ts';
import { outcome, outputEntry, outputSlice, task } from '../../protocol/tasks/task.ts';

export { taskCommands } from '../../protocol/tasks/commands.ts';

/** What the words of automation are made of, by the names that users know it by. */
export const named = {
  Problem: problem,
  Limits: limits,
  Location: location,
  WantedBreakpoint: wantedBreakpoint,
  Breakpoint: breakpoint,
  ExceptionMode: exceptionMode,
  Frame: frame,
  Variable: variable,
  SourceWindow: sourceWindow,
  Exception: exception,
  Change: change,
  Stop: stop,
  TaskInfo: task,
  OutputEntry: outputEntry,
  OutputSlice: outputSlice,
  Outcome: outcome,
  Happening: happening,
  TaskEvent: taskEvent,
  Ack: ack.shape.data,
};
