import { basename, resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import type { CommandData } from '../../../protocol/tasks/commands.ts';
import { placeOf } from '../attach/attach-options.ts';
import { EXIT } from '../exit-code.ts';
import {
  configurationOf,
  launchOptions,
  parseExceptions,
  parseLaunchRequest,
} from '../launch/launch-options.ts';
import { noteMisplaced } from '../launch/misplaced-options.ts';
import { placeIn } from '../launch/program.ts';
import { parseBreakpoint } from './break-command.ts';
import { firstOutcome } from './first-outcome.ts';
import { MOVE_NOTES, STILL_RUNS } from './move-commands.ts';
import { defineTaskCommand, type TaskGiven } from './task-command.ts';
import { limitsOf, stopLimitOptions, waitOf, waitOptions } from './task-options.ts';

const startOptions = {
  ...launchOptions,
  config: {
    type: 'string',
    value: 'NAME',
    summary: 'instead of PROGRAM: the configuration of this name in the launch.json',
  },
  attach: {
    type: 'string',
    value: 'PLACE',
    summary: 'instead of PROGRAM: one that runs already, as "tandem attach" takes it',
  },
  folder: {
    type: 'string',
    value: 'DIR',
    summary: 'the folder with the launch.json (default: the first one)',
  },
  ...waitOptions,
  ...stopLimitOptions,
} as const;

type StartData = CommandData<'StartNewTask'>;

export const startCommand = defineTaskCommand({
  name: 'start',
  summary: 'start a program in a window or server, up to its first stop or its end',
  help: {
    about:
      'Starts a program under the debugger in a window or server, and waits for its first stop or its end.',
    usage: '[OPTIONS] PROGRAM [ARGUMENTS OF THE PROGRAM] | --config NAME | --attach PLACE',
    notes: `${MOVE_NOTES.replace('could not be moved', 'is refused')}
${EXIT.notStarted} when it could not be started.

Its environment is that of the window or server, and what --env adds; its working directory is this one.

Examples:
  tandem start --break src/cart.ts:14:total>100 shop.ts
  tandem start --break tests/test_cart.py:20 -m pytest tests
  tandem start --config "Run the tests" --no-wait`,
  },
  options: startOptions,
  optionsPlace: 'first',
  left: STILL_RUNS,
  run: async (commander, given) => {
    const data = startDataOf(given);
    noteMisplaced(given);
    const limitMs = waitOf(given.values, given.command);
    const limits = limitsOf(given.values, given.command);
    return firstOutcome(commander, await commander.send('StartNewTask', data), limitMs, limits);
  },
});

function startDataOf(given: TaskGiven<typeof startOptions>): StartData {
  const { values, rest, command } = given;
  const { config, attach, folder } = values;
  if ([config, attach, rest[0]].filter((way) => way !== undefined).length > 1)
    throw errors.cliUsage('PROGRAM, --config and --attach exclude each other.', command);
  const configuration = config ?? (attach === undefined ? undefined : attachConfiguration(attach, command));
  return {
    ...(configuration === undefined ? launchData(given) : runsElsewhere(given, configuration)),
    ...(folder !== undefined && { folder: resolve(folder) }),
  };
}

/** Of `launchOptions`, what does not say how a program is launched: that, the configuration says. */
const ALWAYS: readonly string[] = ['break', 'exceptions'];

function runsElsewhere(
  { values, command }: TaskGiven<typeof startOptions>,
  configuration: StartData['configuration'],
): StartData {
  const foreign = Object.keys(launchOptions).find((name) => !ALWAYS.includes(name) && name in values);
  if (foreign) throw errors.cliUsage(`--${foreign} is for a PROGRAM only.`, command);
  return {
    configuration,
    exceptions: parseExceptions(values.exceptions ?? 'uncaught', command),
    breakpoints: (values.break ?? []).map(parseBreakpoint),
  };
}

const attachConfiguration = (place: string, command: string): Readonly<Record<string, unknown>> => ({
  type: 'tandem',
  request: 'attach',
  name: `attach ${place}`,
  ...placeOf(place, command),
});

function launchData(given: TaskGiven<typeof startOptions>): StartData {
  const request = parseLaunchRequest(given);
  const { program, module, runtime, cwd, inProcess, noDebug, exceptions } = request;
  return {
    configuration: configurationOf(
      // A program in the server's own process has its working directory.
      { ...request, cwd: cwd ?? (inProcess ? undefined : process.cwd()) },
      module ?? basename(program ?? runtime!),
    ),
    exceptions,
    noDebug,
    breakpoints: request.breakpoints.map((location) => {
      const { condition, ...place } = placeIn(program, location);
      return { ...place, ...(condition !== undefined && { condition }) };
    }),
  };
}
