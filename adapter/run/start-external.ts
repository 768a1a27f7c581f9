import { randomUUID } from 'node:crypto';
import { ExternalProcessBackend } from '../backend/external-process-backend.ts';
import { NoDebugBackend } from '../backend/no-debug-backend.ts';
import type { LaunchPlan } from '../launch/plan.ts';
import type { Command } from '../launch/runtimes/runtime-kind.ts';
import { ChildProgram } from '../program/child-program.ts';
import { transportConfig } from '../settings/transport-setting.ts';
import { closeWithProgram } from './close-with-program.ts';
import { rideOf } from './ride.ts';
import type { StartContext, Started } from './start.ts';
import { childrenOf, withChildren } from './with-children.ts';

/** The program in a process of its own, with our launcher loaded before it. */
export async function startExternal(plan: LaunchPlan, context: StartContext): Promise<Started> {
  const { scope, engine, log, trace } = context;
  const children = childrenOf(context);
  const backend = scope.use(new ExternalProcessBackend(log, trace, children?.take));
  const channel = await backend.listen(plan.kind.transport(transportConfig(plan.configuration.transport)));
  channel.notices.forEach(context.notify);
  const { args, env } = plan.kind.debugged(plan, channel, context.launcherDirectory);
  const { told, reader } = framing();
  const all = { ...env, ...(children && { TANDEM_FOLLOW: '1' }), ...told };
  const program = await startChild(plan, context, { args, env: all }, reader);
  backend.beforeExit(async () => {
    await program.flushOutput();
    await context.outputSettled();
  });
  const alone = {
    program,
    backend,
    firstIsProgram: () => backend.pid === program.pid && !backend.isReplaced,
    lastWords: () => backend.drained(),
  };
  const ride = backend.hello.then((hello) => rideOf(hello, channel.transport));
  return { ...withChildren(alone, children, scope), opened: backend.open(engine), ride };
}

/** The program in a process of its own, with nothing before it but what makes its output complete. */
export async function startExternalPlain(plan: LaunchPlan, context: StartContext): Promise<Started> {
  const backend = context.scope.use(new NoDebugBackend());
  const { told, reader } = framing();
  const command = plan.kind.plain(plan, told, context.launcherDirectory);
  const program = await startChild(plan, context, command, reader);
  closeWithProgram(backend, program);
  return { program, backend, opened: Promise.resolve() };
}

/** How the launcher frames the output, to keep its order: what it is told, and what the reader has to know. */
function framing() {
  const outputKey = randomUUID();
  return { told: { TANDEM_OUTPUT: `${process.pid}:${outputKey}` }, reader: { outputKey } };
}

function startChild(
  { name, runtime, cwd, env: own }: LaunchPlan,
  { onOutput }: StartContext,
  { args, env }: Command,
  reader: { readonly outputKey: string },
): Promise<ChildProgram> {
  return ChildProgram.start({
    name,
    runtime: runtime!.path,
    args,
    cwd,
    env: { ...own, ...env },
    onOutput,
    ...reader,
  });
}
