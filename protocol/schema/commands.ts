import type { DebugProtocol } from '@vscode/debugprotocol';
import * as z from 'zod';
import type { Arguments, Body, CommandName } from '../commands.ts';
import type { Hold, Same } from './agreement.ts';
import { count, dap } from './parts.ts';

const nothing = z.object({}).meta({ description: 'Nothing.' });
const strings = z.array(z.string());
const path = z.string().meta({ description: 'A file, as the engine calls it.' });
const kind = z.enum(['cpu', 'heap-sampling']);
const threadId = count.optional().meta({ description: 'The main thread, unless said.' });
const place = z.object({
  source: dap<DebugProtocol.Source>('Source').optional(),
  line: count,
  column: count,
});

/** The commands that DAP does not have, and those of its own that say something else here. */
const own = {
  configure: {
    arguments: z.object({
      skipFiles: strings.meta({ description: 'Globs; `<node_internals>` is understood.' }),
      smartStep: z.boolean(),
      stopOnEntry: z.boolean(),
      sourceMaps: z.object({
        read: z.boolean(),
        pathOverrides: z.record(z.string(), z.string()),
        locations: strings.nullable().meta({ description: 'Globs; null for all.' }),
      }),
      showAsyncStacks: z.union([
        z.boolean(),
        z.object({ onAttach: count.optional(), onceBreakpointResolved: count.optional() }),
      ]),
      linesStartAt1: z.boolean(),
      columnsStartAt1: z.boolean(),
      showsTypes: z.boolean(),
      showsMemory: z.boolean(),
      pauseAllThreads: z.boolean().optional(),
      customDescriptions: z.boolean().optional(),
      justMyCode: z.boolean().optional(),
      numbers: z
        .object({ threads: count, references: count })
        .optional()
        .meta({ description: 'What the numbers that the engine hands out come after; 0 unless said.' }),
    }),
    body: nothing,
  },
  ready: { arguments: nothing, body: nothing },
  ping: { arguments: nothing, body: nothing },
  exit: { arguments: nothing, body: nothing },
  abort: {
    arguments: z.object({ aborted: count.meta({ description: 'The `ticket` of a command.' }) }),
    body: nothing,
  },
  detach: { arguments: nothing, body: nothing },
  breakpointStories: {
    arguments: nothing,
    body: z.object({
      stories: z.array(
        z.object({
          id: count,
          title: z.string(),
          state: z.enum(['bound', 'waiting', 'failed']),
          lines: strings,
          warnings: strings.optional(),
        }),
      ),
    }),
  },
  locations: {
    arguments: z.object({ sites: strings }),
    body: z.object({ locations: z.array(place.nullable()) }),
  },
  loggedValues: {
    arguments: z.object({ entry: count }),
    body: dap<Body<'loggedValues'>>('VariablesResponse.body'),
  },
  variables: {
    arguments: z.intersection(
      dap<DebugProtocol.VariablesArguments>('VariablesArguments'),
      z.object({ withoutCalls: z.boolean().optional() }),
    ),
    body: dap<Body<'variables'>>('VariablesResponse.body'),
  },
  inlineValues: {
    arguments: z.object({ frameId: count, expressions: strings }),
    body: z.object({ values: z.array(z.string().nullable()) }),
  },
  hotReload: {
    arguments: z.object({ path }),
    body: z.object({ status: z.enum(['applied', 'unchanged', 'notLoaded']), message: z.string() }),
  },
  cancelProgress: { arguments: z.object({ progressId: z.string() }), body: nothing },
  startProfile: { arguments: z.object({ kind, threadId }), body: nothing },
  stopProfile: { arguments: z.object({ kind, threadId, path }), body: z.object({ path }) },
  heapSnapshot: { arguments: z.object({ threadId, path }), body: z.object({ path }) },
};

/** The commands that are DAP's, and what DAP's types are called. */
const NAMES_IN_DAP = {
  setBreakpoints: 'SetBreakpoints',
  setFunctionBreakpoints: 'SetFunctionBreakpoints',
  breakpointLocations: 'BreakpointLocations',
  dataBreakpointInfo: 'DataBreakpointInfo',
  setDataBreakpoints: 'SetDataBreakpoints',
  setExceptionBreakpoints: 'SetExceptionBreakpoints',
  threads: 'Threads',
  stackTrace: 'StackTrace',
  scopes: 'Scopes',
  setExpression: 'SetExpression',
  completions: 'Completions',
  readMemory: 'ReadMemory',
  writeMemory: 'WriteMemory',
  valueLocation: 'Locations',
  setVariable: 'SetVariable',
  evaluate: 'Evaluate',
  exceptionInfo: 'ExceptionInfo',
  loadedSources: 'LoadedSources',
  modules: 'Modules',
  source: 'Source',
  continue: 'Continue',
  next: 'Next',
  stepIn: 'StepIn',
  stepOut: 'StepOut',
  stepInTargets: 'StepInTargets',
  restartFrame: 'RestartFrame',
  gotoTargets: 'GotoTargets',
  goto: 'Goto',
  pause: 'Pause',
  terminateThreads: 'TerminateThreads',
} as const satisfies Record<Exclude<CommandName, keyof typeof own>, string>;

/** What is asked and answered, by command. */
export const commands: Readonly<Record<string, { readonly arguments: z.ZodType; readonly body: z.ZodType }>> =
  {
    ...own,
    ...Object.fromEntries(
      Object.entries(NAMES_IN_DAP).map(([command, name]) => [
        command,
        { arguments: dap(`${name}Arguments`), body: dap(`${name}Response.body`) },
      ]),
    ),
  };

type Own = keyof typeof own;
type Agreed = {
  [C in Own]: [
    Same<z.infer<(typeof own)[C]['arguments']>, Arguments<C>>,
    Same<z.infer<(typeof own)[C]['body']>, Body<C>>,
  ];
}[Own];
export type Agreement = Hold<[Agreed extends [true, true] ? true : false]>;
