import * as z from 'zod/mini';
import type { SourceMapSettings } from '../../protocol/commands.ts';
import { depth, flag, list } from './kinds.ts';
import type { MustBe } from './settings-reader.ts';

/** Settings of how a program is debugged, however the debugger comes to it. */
export const debugSettings = () => ({
  /** Who debugs it: an adapter that is built from its sources, or, unset, the one that is part of the client. */
  adapter: z.optional(z.enum(['dev'])),
  stopOnEntry: flag(false),
  hotReload: z.optional(z.boolean()),
  showAsyncStacks: z._default(
    z.union([z.boolean(), z.strictObject({ onAttach: depth(), onceBreakpointResolved: depth() })]),
    true,
  ),
  autoAttachChildProcesses: flag(true),
  pauseAllThreads: flag(false),
  customDescriptions: flag(false),
  justMyCode: flag(true),
  sourceMaps: flag(true),
  sourceMapPathOverrides: z._default(z.record(z.string(), z.string()), {}),
  resolveSourceMapLocations: z._default(z.nullable(list()), null),
  outFiles: z._default(list(), []),
  skipFiles: z._default(list(), ['<node_internals>/**']),
  smartStep: flag(true),
  killTimeout: z._default(z.number().check(z.gte(0), z.lte(600_000)), 5000),
  trace: flag(false),
});

/** Well-formed, with the defaults filled in. */
export type DebugSettings = z.output<z.ZodMiniObject<ReturnType<typeof debugSettings>>>;

export const DEBUG_SETTINGS_MUST_BE: MustBe<keyof DebugSettings> = {
  adapter: '"dev"',
  stopOnEntry: 'true or false',
  hotReload: 'true or false',
  showAsyncStacks:
    'true, false, or an object of "onAttach" or "onceBreakpointResolved", a number from 1 to 1000',
  autoAttachChildProcesses: 'true or false',
  pauseAllThreads: 'true or false',
  customDescriptions: 'true or false',
  justMyCode: 'true or false',
  sourceMaps: 'true or false',
  sourceMapPathOverrides: 'an object whose values are strings',
  resolveSourceMapLocations: 'a list of glob patterns, or null',
  outFiles: 'a list of glob patterns',
  skipFiles: 'a list of glob patterns',
  smartStep: 'true or false',
  killTimeout: 'a number of milliseconds from 0 to 600000',
  trace: 'true or false',
};

/** What is said of source maps, in the engine's words. */
export const sourceMapSettings = ({
  sourceMaps: read,
  sourceMapPathOverrides: pathOverrides,
  resolveSourceMapLocations: locations,
}: DebugSettings): SourceMapSettings => ({ read, pathOverrides, locations });
