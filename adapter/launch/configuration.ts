import * as z from 'zod/mini';
import { errors } from '../../protocol/errors.ts';
import { PIPE_SETTINGS_MUST_BE, pipeSettings } from '../pipe/pipe-settings.ts';
import { DEBUG_SETTINGS_MUST_BE, debugSettings } from '../settings/debug-settings.ts';
import { inOurWords } from '../settings/debugpy-settings.ts';
import { flag, list, megabytes, text } from '../settings/kinds.ts';
import { type MustBe, settingsReader } from '../settings/settings-reader.ts';
import { TRANSPORT_MUST_BE, transportSetting } from '../settings/transport-setting.ts';
import { inSettings } from './runtimes/python-command.ts';
import { runtimeKindOf } from './runtimes/runtimes.ts';

const makeSchema = () =>
  z.object({
    program: z.optional(text()),
    args: z._default(z.union([list(), text()]), []),
    cwd: z.optional(text()),
    env: z._default(z.record(z.string(), z.nullable(z.string())), {}),
    envFile: z.optional(text()),
    runtimeExecutable: z.optional(z.nullable(text())),
    runtimeArgs: z._default(list(), []),
    module: z.optional(text()),
    code: z.optional(z.union([text(), list()])),
    python: z.optional(z.nullable(z.union([text(), list()]))),
    pythonPath: z.optional(z.nullable(text())),
    pythonArgs: z._default(list(), []),
    pyodide: z.optional(text()),
    pyodidePackages: z.optional(z.union([text(), z.boolean()])),
    console: z._default(
      z.enum(['internalConsole', 'integratedTerminal', 'externalTerminal']),
      'internalConsole',
    ),
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
    transport: transportSetting(),
    ...pipeSettings(),
    ...debugSettings(),
  });

/** A launch configuration that is known to be well-formed, with its defaults filled in. */
export type LaunchConfiguration = z.output<ReturnType<typeof makeSchema>>;
export type SettingName = keyof LaunchConfiguration;

const MUST_BE: MustBe<SettingName> = {
  program: 'the path of a file',
  args: 'a list of strings, or one string',
  cwd: 'the path of a directory',
  env: 'an object whose values are strings, or null to remove a variable',
  envFile: 'the path of a file',
  runtimeExecutable: 'a path or a name',
  runtimeArgs: 'a list of strings',
  module: 'the name of a Python module',
  code: 'Python code: a string, or a list of its lines',
  python: 'the path of a Python interpreter, or a list of that and its options',
  pythonPath: 'the path of a Python interpreter',
  pythonArgs: 'a list of strings',
  pyodide: 'the path of a directory or a tarball, or the address of a tarball',
  pyodidePackages: 'true, false, the path of a directory or its address',
  console: '"internalConsole", "integratedTerminal" or "externalTerminal"',
  inProcess: 'true or false',
  noDebug: 'true or false',
  resourceLimits:
    'an object of "maxOldGenerationSizeMb", "maxYoungGenerationSizeMb", "codeRangeSizeMb" and "stackSizeMb", each a number of megabytes',
  transport: TRANSPORT_MUST_BE,
  ...PIPE_SETTINGS_MUST_BE,
  ...DEBUG_SETTINGS_MUST_BE,
};

export const settingNames = Object.keys(MUST_BE) as readonly SettingName[];

const read = settingsReader(makeSchema, MUST_BE);

/** Validates a launch configuration as the client sent it. */
export function parseConfiguration(raw: object): LaunchConfiguration {
  const configuration = inSettings(read(inOurWords(raw)));
  if (!runtimeKindOf(configuration).namesProgram(configuration)) throw errors.programUnset();
  return configuration;
}
