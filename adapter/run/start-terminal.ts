import { basename } from 'node:path';
import { errors, TandemError } from '../../protocol/errors.ts';
import { ExternalProcessBackend } from '../backend/external-process-backend.ts';
import { NoDebugBackend } from '../backend/no-debug-backend.ts';
import type { LaunchPlan } from '../launch/plan.ts';
import type { Command } from '../launch/runtimes/runtime-kind.ts';
import { LauncherNote, type Variables } from '../program/launcher-note.ts';
import { ProgramNotes } from '../program/program-notes.ts';
import { type LauncherReports, TerminalProgram } from '../program/terminal-program.ts';
import { transportConfig } from '../settings/transport-setting.ts';
import { closeWithProgram } from './close-with-program.ts';
import { rideOf } from './ride.ts';
import type { StartContext, Started } from './start.ts';
import { childrenOf, withChildren } from './with-children.ts';

/** How long a program may take to start. A shell with a slow profile is in it. */
const START_LIMIT_MS = 30_000;

/** The program in a terminal of the client's. Its launcher reports the exit, since it is the client's child, not ours. */
export async function startInTerminal(plan: LaunchPlan, context: StartContext): Promise<Started> {
  const children = childrenOf(context);
  const { scope, log, trace } = context;
  const backend = scope.use(new ExternalProcessBackend(log, trace, children?.take));
  const channel = await backend.listen(plan.kind.transport(transportConfig(plan.configuration.transport)));
  channel.notices.forEach(context.notify);
  // The way home is told beside the secret, however the launcher is told it otherwise.
  const { args, env } = plan.kind.debugged(plan, { ...channel, launcherArgs: [] }, context.launcherDirectory);
  const told = {
    ...env,
    ...channel.environment,
    TANDEM_REPORT_EXIT: '1',
    // A terminal has groups of its own: no signal of ours reaches what the program starts.
    ...(children && { TANDEM_FOLLOW: '1', TANDEM_APART: '1' }),
  };
  const program = await start(plan, context, backend, { args, env: await noted(told, context) });
  // Where a wrapper runs the program, the first process that comes is what we know of it.
  const alone = { program, backend, firstIsProgram: () => !backend.isReplaced };
  const ride = backend.hello.then((hello) => rideOf(hello, channel.transport));
  return { ...withChildren(alone, children, context.scope), opened: backend.open(context.engine), ride };
}

/** Out of sight of whoever sees the terminal; where there is no place for that, by the environment alone. */
async function noted(told: Variables, { scope, log }: StartContext): Promise<Variables> {
  try {
    return scope.use(await LauncherNote.write(told)).environment;
  } catch (reason) {
    log(`terminal: the secret is in the environment: ${TandemError.from(reason).message}`, 'warn');
    return told;
  }
}

/** The program alone; it notes when it starts and how it ends. */
export async function startInTerminalPlain(plan: LaunchPlan, context: StartContext): Promise<Started> {
  const { scope } = context;
  const notes = scope.use(await ProgramNotes.create(START_LIMIT_MS));
  const backend = scope.use(new NoDebugBackend());
  const told = { TANDEM_NOTES: notes.path };
  const program = await start(plan, context, notes, plan.kind.plain(plan, told, context.launcherDirectory));
  closeWithProgram(backend, program);
  return { backend, program, opened: notes.hello.then(() => {}) };
}

async function start(
  plan: LaunchPlan,
  { runInTerminal }: StartContext,
  reports: LauncherReports,
  { args, env }: Command,
): Promise<TerminalProgram> {
  const { console } = plan.configuration;
  if (!runInTerminal || console === 'internalConsole') throw errors.terminalUnsupported(console);
  return TerminalProgram.start({
    name: plan.name,
    title: basename(plan.name),
    console,
    commandLine: [plan.runtime!.path, ...args],
    cwd: plan.cwd,
    env: { ...plan.envChanges, ...env },
    reports,
    runInTerminal,
  });
}
