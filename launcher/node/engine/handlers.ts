import type { Arguments, Body, CommandName } from '../../../protocol/commands.ts';
import { breakpointLocations } from './breakpoint-locations.ts';
import { breakpointStories } from './breakpoint-story.ts';
import { completions } from './completions.ts';
import type { EngineContext } from './context.ts';
import { dataBreakpointInfo } from './data-breakpoint-info.ts';
import { evaluate } from './evaluate.ts';
import { exceptionInfo, setExceptionBreakpoints } from './exceptions.ts';
import { pause, resume, step } from './execution.ts';
import { hotReload } from './hot-reload.ts';
import { inlineValues } from './inline-values.ts';
import { readMemory, writeMemory } from './memory.ts';
import { locations } from './places.ts';
import { loggedValues } from './program-output.ts';
import { restartFrame } from './restart-frame.ts';
import { scopes } from './scopes.ts';
import { setExpression } from './set-expression.ts';
import { setVariable } from './set-variable.ts';
import { stackTrace } from './stack.ts';
import { stepInTargets } from './step-targets.ts';
import { terminateThreads } from './terminate-threads.ts';
import { unlikeV8 } from './unlike-v8.ts';
import { valueLocation } from './value-location.ts';
import { variables } from './variables.ts';

/** Commands about the life of the engine itself, which answers them. */
export type OwnCommand = 'configure' | 'ready' | 'ping' | 'abort' | 'exit' | 'detach';

export type Handler<C extends CommandName> = (
  context: EngineContext,
  args: Arguments<C>,
  signal?: AbortSignal,
) => Promise<Body<C>> | Body<C>;

/** Every other command, and who answers it. */
export const handlers: { readonly [C in Exclude<CommandName, OwnCommand>]: Handler<C> } = {
  setBreakpoints: (context, args) => context.breakpoints.set(args),
  breakpointLocations,
  breakpointStories,
  setFunctionBreakpoints: (context, args) => context.functionBreakpoints.set(args),
  setExceptionBreakpoints,
  dataBreakpointInfo,
  setDataBreakpoints: (context, args) => context.dataBreakpoints.set(args),
  exceptionInfo,

  continue: resume,
  next: (context, args) => step(context, args, 'next'),
  stepIn: (context, args) => step(context, args, 'stepIn'),
  stepOut: (context, args) => step(context, args, 'stepOut'),
  stepInTargets,
  restartFrame,
  ...unlikeV8,
  pause: (context, { threadId }) => pause(context, threadId),
  terminateThreads,

  threads: ({ threads }) => ({ threads: [...threads.values()].map(({ id, name }) => ({ id, name })) }),
  stackTrace,
  source: ({ sources }, args) => sources.answer(args),
  loadedSources: ({ loadedSources }) => loadedSources.all(),

  hotReload,
  cancelProgress({ longWork }, { progressId }) {
    longWork.cancel(progressId);
    return {};
  },
  startProfile: ({ profiles }, args) => profiles.start(args),
  stopProfile: ({ profiles }, args) => profiles.stop(args),
  heapSnapshot: ({ profiles }, args) => profiles.snapshot(args),

  scopes,
  variables,
  setVariable,
  setExpression,
  readMemory,
  writeMemory,
  valueLocation,
  completions,
  evaluate,
  inlineValues,

  locations,
  loggedValues,
};
