import { randomUUID } from 'node:crypto';
import { posix, win32 } from 'node:path';
import { errors, TandemError } from '../../protocol/errors.ts';
import type { Carrier } from '../attach/far-backend.ts';
import { FarFiles } from '../attach/far-files.ts';
import { inFarPlace } from '../attach/in-far-place.ts';
import { rootsOf } from '../attach/roots.ts';
import { ExternalProcessBackend } from '../backend/external-process-backend.ts';
import { splitArguments } from '../launch/arguments.ts';
import { type LaunchConfiguration, parseConfiguration, settingNames } from '../launch/configuration.ts';
import { preloadEnvironment } from '../launch/node-options.ts';
import { readEnvironment } from '../launch/plan.ts';
import { NODE } from '../launch/runtimes/node.ts';
import { runtimeKindOf } from '../launch/runtimes/runtimes.ts';
import { describeExit } from '../program/exit-status.ts';
import { closeWithProgram } from '../run/close-with-program.ts';
import { rideOf } from '../run/ride.ts';
import type { FailedStart, RunPlan } from '../run/run-plan.ts';
import type { StartContext, Started } from '../run/start.ts';
import { unknownSettings } from '../settings/unknown-settings.ts';
import { lastLines } from '../util/last-lines.ts';
import { settlesWithin } from '../util/time.ts';
import { bringLauncher, enter } from './enter.ts';
import { type PipeCommand, pipeCommand } from './far-command.ts';
import { listenThere } from './far-listener.ts';
import { FarProgram } from './far-program.ts';
import { carrierFrom } from './far-recordings.ts';

/** How long a program whose debugger failed to start may take to end by itself, in milliseconds. */
const END_LIMIT_MS = 500;

/** Checks the configuration of a program that is to be started where a command leads. */
export async function planLaunchThere(raw: object): Promise<RunPlan> {
  const configuration = parseConfiguration(raw);
  const kind = runtimeKindOf(configuration);
  if (kind !== NODE) throw errors.pipeRuntime(kind.name);
  for (const setting of ['inProcess', 'noDebug'] as const) {
    if (configuration[setting]) throw errors.pipeSetting(setting);
  }
  if (configuration.transport !== 'auto') throw errors.pipeSetting('transport');
  const files = new FarFiles(rootsOf(configuration));
  const pipe = pipeCommand(configuration.pipe!);
  return {
    startMethod: 'launch',
    settings: configuration,
    noDebug: false,
    start: inFarPlace(files, (context) => launchThere(configuration, pipe, files, context)),
    explain,
    warnings: unknownSettings(raw, settingNames),
  };
}

async function launchThere(
  configuration: LaunchConfiguration,
  pipe: PipeCommand,
  files: FarFiles,
  context: StartContext,
): Promise<Started & { readonly carrier: Carrier }> {
  const { scope, log, trace, onOutput } = context;
  const { runtimeExecutable, runtimeArgs, args, program, remoteRoot } = configuration;
  const place = await enter({ pipe, runtimeExecutable }, context);
  const backend = scope.use(new ExternalProcessBackend(log, trace));
  const [directory, channel] = await Promise.all([
    bringLauncher(place, context, ['bootstrap.cjs', 'debugger-thread.cjs']),
    backend.listen(() => listenThere(place)),
  ]);
  const { platform, directory: home, runtime, nodeOptions, pid } = place.hello;
  const { join } = platform === 'win32' ? win32 : posix;
  const outputKey = randomUUID();
  const env = readEnvironment(configuration, process.cwd());
  const own = env.NODE_OPTIONS === undefined ? nodeOptions : (env.NODE_OPTIONS ?? undefined);
  const started = await FarProgram.start(place, {
    name: program ?? files.near(home),
    what: {
      command: runtime,
      args: [
        ...runtimeArgs,
        ...(program === undefined ? [] : [files.far(program)]),
        ...(typeof args === 'string' ? splitArguments(args) : args),
      ],
      cwd: configuration.cwd === undefined ? (remoteRoot ?? home) : files.far(configuration.cwd),
      env: {
        ...env,
        ...preloadEnvironment(join(directory, 'bootstrap.cjs'), own),
        ...channel.environment,
        TANDEM_OUTPUT: `${pid}:${outputKey}`,
      },
    },
    onOutput,
    outputKey,
  });
  backend.beforeExit(async () => {
    await started.flushOutput();
    await context.outputSettled();
  });
  closeWithProgram(backend, started, () => backend.drained());
  return {
    program: started,
    backend,
    opened: backend.open(context.engine),
    ride: backend.hello.then((hello) => rideOf(hello, 'command')),
    carrier: carrierFrom(() => place),
  };
}

/** Most often it has ended, and said why. */
async function explain({ reason, program, stderr }: FailedStart): Promise<TandemError> {
  if (!(await settlesWithin(program.exited, END_LIMIT_MS))) return TandemError.from(reason);
  return errors.endedEarly(describeExit(await program.exited), lastLines(stderr));
}
