import { randomUUID } from 'node:crypto';
import { ExternalProcessBackend } from '../backend/external-process-backend.ts';
import { NoDebugBackend } from '../backend/no-debug-backend.ts';
import { findLauncher } from '../launch/launcher-files.ts';
import { plainEnvironment, preloadEnvironment } from '../launch/node-options.ts';
import { commandOf, type LaunchPlan } from '../launch/plan.ts';
import { ChildProgram } from '../program/child-program.ts';
import { transportConfig } from '../settings/transport-setting.ts';
import { closeWithProgram } from './close-with-program.ts';
import type { StartContext, Started } from './start.ts';
import { childrenOf, withChildren } from './with-children.ts';

/** The program in a process of its own, with our launcher loaded before it. */
export async function startExternal(plan: LaunchPlan, context: StartContext): Promise<Started> {
  const { scope, engine, log, trace } = context;
  const { bootstrap } = findLauncher(context.launcherDirectory);
  const children = childrenOf(context);
  const backend = scope.use(new ExternalProcessBackend(log, trace, children?.take));
  const channel = await backend.listen(transportConfig(plan.configuration.transport));
  channel.notices.forEach(context.notify);
  const outputKey = randomUUID();
  const env = {
    ...plan.env,
    ...preloadEnvironment(bootstrap, plan.env.NODE_OPTIONS),
    ...channel.environment,
    ...(children && { TANDEM_FOLLOW: '1' }),
    TANDEM_OUTPUT: `${process.pid}:${outputKey}`,
  };
  const program = await startChild(plan, context, env, outputKey);
  backend.beforeExit(async () => {
    await program.flushOutput();
    await context.outputSettled();
  });
  const alone = {
    program,
    backend,
    firstIsProgram: () => backend.pid === program.pid,
    lastWords: () => backend.drained(),
  };
  return { ...withChildren(alone, children, scope), opened: backend.open(engine) };
}

/** The program in a process of its own, with nothing before it but what makes its output complete. */
export async function startExternalPlain(plan: LaunchPlan, context: StartContext): Promise<Started> {
  const backend = context.scope.use(new NoDebugBackend());
  const { plain } = findLauncher(context.launcherDirectory);
  const outputKey = randomUUID();
  const told = { TANDEM_OUTPUT: `${process.pid}:${outputKey}` };
  const env = { ...plan.env, ...plainEnvironment(plain, plan, told) };
  const program = await startChild(plan, context, env, outputKey);
  closeWithProgram(backend, program);
  return { program, backend, opened: Promise.resolve() };
}

function startChild(
  plan: LaunchPlan,
  { onOutput }: StartContext,
  env: LaunchPlan['env'],
  outputKey: string,
): Promise<ChildProgram> {
  const { runtime, cwd } = plan;
  return ChildProgram.start({
    name: plan.name,
    runtime: runtime!.path,
    args: commandOf(plan),
    cwd,
    env,
    onOutput,
    outputKey,
  });
}
