import { basename } from 'node:path';
import { errors } from '../../protocol/errors.ts';
import { ExternalProcessBackend } from '../backend/external-process-backend.ts';
import { NoDebugBackend } from '../backend/no-debug-backend.ts';
import { findLauncher } from '../launch/launcher-files.ts';
import { preloadEnvironment } from '../launch/node-options.ts';
import { TerminalProgram } from '../program/terminal-program.ts';
import { closeWithProgram } from './close-with-program.ts';
import type { StartContext, Started } from './start.ts';

/** The program in a terminal of the client's. Its launcher reports the exit, since it is the client's child, not ours. */
export async function startInTerminal(context: StartContext): Promise<Started> {
  const { backend, program } = await start(context);
  return { backend, program, opened: backend.open(context.engine) };
}

/** The launcher again, but only to report the exit: its engine lets go of the program at once. */
export async function startInTerminalPlain(context: StartContext): Promise<Started> {
  const { backend: reports, program } = await start(context);
  const backend = context.scope.use(new NoDebugBackend());
  closeWithProgram(backend, program);
  return { backend, program, opened: reports.open(undefined).then(() => letGo(reports)) };
}

async function letGo(backend: ExternalProcessBackend): Promise<void> {
  await backend.request('detach', {});
}

async function start({ plan, scope, ...context }: StartContext) {
  const { console } = plan.configuration;
  if (!context.runInTerminal || console === 'internalConsole') throw errors.terminalUnsupported(console);
  const { bootstrap } = findLauncher(context.launcherDirectory);
  const backend = scope.use(new ExternalProcessBackend(context.log, context.trace));
  const channel = await backend.listen();
  channel.notices.forEach(context.notify);
  const program = await TerminalProgram.start({
    name: plan.program.path,
    title: basename(plan.program.path),
    console,
    commandLine: [plan.runtime!.path, ...plan.runtimeArgs, plan.program.path, ...plan.args],
    cwd: plan.cwd,
    env: {
      ...plan.envChanges,
      ...preloadEnvironment(bootstrap, plan.env.NODE_OPTIONS),
      ...channel.environment,
      TANDEM_REPORT_EXIT: '1',
    },
    reports: backend,
    runInTerminal: context.runInTerminal,
  });
  return { backend, program };
}
