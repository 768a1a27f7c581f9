import { randomUUID } from 'node:crypto';
import { Control, newControlBlock, raise } from '../../launcher/node/engine/control-block.ts';
import { listenForChildren } from '../backend/children-listener.ts';
import { InProcessBackend } from '../backend/in-process-backend.ts';
import { NoDebugBackend } from '../backend/no-debug-backend.ts';
import type { ChildProcesses } from '../children/child-processes.ts';
import { findLauncher } from '../launch/launcher-files.ts';
import { preloadOptions } from '../launch/node-options.ts';
import type { LaunchPlan } from '../launch/plan.ts';
import { killAtExit } from '../program/orphans.ts';
import { type WorkerOptions, WorkerProgram } from '../program/worker-program.ts';
import { transportConfig } from '../settings/transport-setting.ts';
import { closeWithProgram } from './close-with-program.ts';
import { RIDE_HERE } from './ride.ts';
import type { StartContext, Started } from './start.ts';
import { childrenOf, withChildren } from './with-children.ts';

/** The program in a worker of this process, which the engine, in this thread, takes hold of. */
export async function startInProcess(plan: LaunchPlan, context: StartContext): Promise<Started> {
  const backend = context.scope.use(new InProcessBackend(context.trace));
  const title = newTitle();
  const control = newControlBlock();
  // The engine has to look out for the worker before there is one.
  const opened = backend.open(
    { title, main: plan.program!.file, control, outOfMemory: () => program.outOfMemory() },
    context.engine,
  );
  // A worker that cannot be made is the error to tell, not the wait for it that is given up.
  opened.catch(() => {});
  const children = childrenOf(context);
  const following = children && (await follow(plan, children, context));
  const program = startWorker(plan, context, { title, control, debugger: backend, following });
  context.scope.use(killAtExit(() => program.killAtOnce()));
  const alone = { program, backend, firstIsProgram: () => true, lastWords: context.outputSettled };
  return { ...withChildren(alone, children, context.scope), opened, ride: RIDE_HERE };
}

/** The processes that it starts are processes, as those of any program; no group of ours contains them. */
async function follow(plan: LaunchPlan, children: ChildProcesses, context: StartContext) {
  const { scope, launcherDirectory, log, notify } = context;
  const where = transportConfig(plan.configuration.transport);
  const { meeting, notices } = scope.use(await listenForChildren(where, children.take, log));
  notices.forEach(notify);
  return { ...meeting, preload: preloadOptions(findLauncher(launcherDirectory).bootstrap), apart: true };
}

export async function startInProcessPlain(plan: LaunchPlan, context: StartContext): Promise<Started> {
  const backend = context.scope.use(new NoDebugBackend());
  const control = newControlBlock();
  const program = startWorker(plan, context, { title: newTitle(), control, debugger: undefined });
  raise(control, Control.released);
  closeWithProgram(backend, program);
  return { program, backend, opened: Promise.resolve(), ride: RIDE_HERE };
}

const newTitle = (): string => `tandem-program:${randomUUID()}`;

function startWorker(
  plan: LaunchPlan,
  { launcherDirectory, onOutput }: StartContext,
  held: Pick<WorkerOptions, 'title' | 'control' | 'debugger' | 'following'>,
): WorkerProgram {
  const { program, args, runtimeArgs, env, configuration } = plan;
  return new WorkerProgram({
    name: program!.path,
    ...held,
    file: program!.file,
    preload: findLauncher(launcherDirectory).workerPreload,
    args,
    runtimeArgs,
    env,
    resourceLimits: { ...configuration.resourceLimits },
    onOutput,
  });
}
