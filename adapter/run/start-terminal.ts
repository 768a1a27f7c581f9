import { basename } from 'node:path';
import { errors } from '../../protocol/errors.ts';
import { ExternalProcessBackend } from '../backend/external-process-backend.ts';
import { NoDebugBackend } from '../backend/no-debug-backend.ts';
import type { ChildProcesses } from '../children/child-processes.ts';
import { findLauncher } from '../launch/launcher-files.ts';
import { preloadEnvironment } from '../launch/node-options.ts';
import { commandOf, type LaunchPlan } from '../launch/plan.ts';
import { TerminalProgram } from '../program/terminal-program.ts';
import { closeWithProgram } from './close-with-program.ts';
import type { StartContext, Started } from './start.ts';
import { childrenOf, withChildren } from './with-children.ts';

/** The program in a terminal of the client's. Its launcher reports the exit, since it is the client's child, not ours. */
export async function startInTerminal(plan: LaunchPlan, context: StartContext): Promise<Started> {
  const children = childrenOf(context);
  const { backend, program } = await start(plan, context, children);
  // Where a wrapper runs the program, the first process that comes is what we know of it.
  const alone = { program, backend, firstIsProgram: () => true };
  return { ...withChildren(alone, children, context.scope), opened: backend.open(context.engine) };
}

/** The launcher again, but only to report the exit: its engine lets go of the program at once. */
export async function startInTerminalPlain(plan: LaunchPlan, context: StartContext): Promise<Started> {
  const { backend: reports, program } = await start(plan, context, undefined);
  const backend = context.scope.use(new NoDebugBackend());
  closeWithProgram(backend, program);
  return { backend, program, opened: reports.open(undefined).then(() => letGo(reports)) };
}

async function letGo(backend: ExternalProcessBackend): Promise<void> {
  await backend.request('detach', {});
}

async function start(
  plan: LaunchPlan,
  { scope, ...context }: StartContext,
  children: ChildProcesses | undefined,
) {
  const { console } = plan.configuration;
  if (!context.runInTerminal || console === 'internalConsole') throw errors.terminalUnsupported(console);
  const { bootstrap } = findLauncher(context.launcherDirectory);
  const backend = scope.use(new ExternalProcessBackend(context.log, context.trace, children?.take));
  const channel = await backend.listen();
  channel.notices.forEach(context.notify);
  const program = await TerminalProgram.start({
    name: plan.name,
    title: basename(plan.name),
    console,
    commandLine: [plan.runtime!.path, ...commandOf(plan)],
    cwd: plan.cwd,
    env: {
      ...plan.envChanges,
      ...preloadEnvironment(bootstrap, plan.env.NODE_OPTIONS),
      ...channel.environment,
      TANDEM_REPORT_EXIT: '1',
      // A terminal has groups of its own: no signal of ours reaches what the program starts.
      ...(children && { TANDEM_FOLLOW: '1', TANDEM_APART: '1' }),
    },
    reports: backend,
    runInTerminal: context.runInTerminal,
  });
  return { backend, program };
}
