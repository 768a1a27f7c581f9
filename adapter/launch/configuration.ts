import * as z from 'zod/mini';
import { errors } from '../../protocol/errors.ts';

const text = () => z.string();
const list = () => z.array(z.string());
const flag = (value: boolean) => z._default(z.boolean(), value);
const depth = () => z.optional(z.int().check(z.gte(1), z.lte(1000)));
const megabytes = () => z.optional(z.number().check(z.positive()));

/** Built on first use: a module that is only imported must cost nothing. */
function makeSchema() {
  return z.object({
    program: z.optional(text()),
    args: z._default(z.union([list(), text()]), []),
    cwd: z.optional(text()),
    env: z._default(z.record(z.string(), z.nullable(z.string())), {}),
    envFile: z.optional(text()),
    runtimeExecutable: z.optional(z.nullable(text())),
    runtimeArgs: z._default(list(), []),
    console: z._default(
      z.enum(['internalConsole', 'integratedTerminal', 'externalTerminal']),
      'internalConsole',
    ),
    stopOnEntry: flag(false),
    hotReload: z.optional(z.boolean()),
    showAsyncStacks: z._default(
      z.union([z.boolean(), z.strictObject({ onAttach: depth(), onceBreakpointResolved: depth() })]),
      true,
    ),
    autoAttachChildProcesses: flag(true),
    pauseAllThreads: flag(false),
    customDescriptions: flag(false),
    sourceMaps: flag(true),
    sourceMapPathOverrides: z._default(z.record(z.string(), z.string()), {}),
    resolveSourceMapLocations: z._default(z.nullable(list()), null),
    outFiles: z._default(list(), []),
    skipFiles: z._default(list(), ['<node_internals>/**']),
    smartStep: flag(true),
    inProcess: flag(false),
    noDebug: flag(false),
    resourceLimits: z.optional(
      z.strictObject({
        maxOldGenerationSizeMb: megabytes(),
        maxYoungGenerationSizeMb: megabytes(),
        codeRangeSizeMb: megabytes(),
        stackSizeMb: megabytes(),
      }),
    ),
    killTimeout: z._default(z.number().check(z.gte(0), z.lte(600_000)), 5000),
    trace: flag(false),
  });
}

type Schema = ReturnType<typeof makeSchema>;
/** A launch configuration that is known to be well-formed, with its defaults filled in. */
export type LaunchConfiguration = z.output<Schema>;
export type SettingName = keyof LaunchConfiguration;

/** What each setting must be, in the words of its error message. */
const MUST_BE: Readonly<Record<SettingName, string>> = {
  program: 'the path of a file',
  args: 'a list of strings, or one string',
  cwd: 'the path of a directory',
  env: 'an object whose values are strings, or null to remove a variable',
  envFile: 'the path of a file',
  runtimeExecutable: 'a path or a name',
  runtimeArgs: 'a list of strings',
  console: '"internalConsole", "integratedTerminal" or "externalTerminal"',
  stopOnEntry: 'true or false',
  hotReload: 'true or false',
  showAsyncStacks:
    'true, false, or an object of "onAttach" or "onceBreakpointResolved", a number from 1 to 1000',
  autoAttachChildProcesses: 'true or false',
  pauseAllThreads: 'true or false',
  customDescriptions: 'true or false',
  sourceMaps: 'true or false',
  sourceMapPathOverrides: 'an object whose values are strings',
  resolveSourceMapLocations: 'a list of glob patterns, or null',
  outFiles: 'a list of glob patterns',
  skipFiles: 'a list of glob patterns',
  smartStep: 'true or false',
  inProcess: 'true or false',
  noDebug: 'true or false',
  resourceLimits:
    'an object of "maxOldGenerationSizeMb", "maxYoungGenerationSizeMb", "codeRangeSizeMb" and "stackSizeMb", each a number of megabytes',
  killTimeout: 'a number of milliseconds from 0 to 600000',
  trace: 'true or false',
};

export const settingNames = Object.keys(MUST_BE) as readonly SettingName[];

let schema: Schema | undefined;

/** Validates a launch configuration as the client sent it; the error names the one setting to look at first. */
export function parseConfiguration(raw: object): LaunchConfiguration {
  schema ??= makeSchema();
  const result = schema.safeParse(raw);
  if (result.success) {
    if (!namesProgram(result.data)) throw errors.programUnset();
    return result.data;
  }
  const path = result.error.issues[0]?.path ?? [];
  const seen = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)[key], raw);
  throw errors.settingInvalid(path.join('.'), MUST_BE[path[0] as SettingName], describe(seen));
}

/** A runtime may know by itself what to run: `npm run start`, `node --test`. A worker runs a file. */
function namesProgram({ program, inProcess, runtimeExecutable, runtimeArgs }: LaunchConfiguration): boolean {
  if (program !== undefined) return program.trim() !== '';
  return !inProcess && (Boolean(runtimeExecutable) || runtimeArgs.length > 0);
}

function describe(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 59)}…` : json;
}
