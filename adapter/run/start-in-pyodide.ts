import { ConnectedBackend } from '../backend/connected-backend.ts';
import { NoDebugBackend } from '../backend/no-debug-backend.ts';
import { findPythonWorker } from '../launch/launcher-files.ts';
import type { LaunchPlan } from '../launch/plan.ts';
import { pythonWords } from '../launch/runtimes/python.ts';
import { packagesFor } from '../launch/runtimes/python-packages.ts';
import { killAtExit } from '../program/orphans.ts';
import { PythonWorkerProgram } from '../program/python-worker-program.ts';
import { findPyodide } from '../pyodide/find-pyodide.ts';
import { PackageDesk } from '../pyodide/package-desk.ts';
import { PortConnection } from '../pyodide/port-connection.ts';
import type { PythonFiles, PythonWorker } from '../pyodide/python-worker.ts';
import { snapshotOf } from '../pyodide/snapshot.ts';
import { keepSpare, prepareSpare, takeWorker } from '../pyodide/spare-worker.ts';
import { closeWithProgram } from './close-with-program.ts';
import type { StartContext, Started } from './start.ts';

/** How long after a start the spare for the next one is loaded, in milliseconds: the program itself comes first. */
const SPARE_AFTER_MS = 1000;

/** A Python program in a worker of this process, with its engine in it. */
export async function startInPyodide(plan: LaunchPlan, context: StartContext): Promise<Started> {
  const worker = await loadedWorker(plan, context);
  const connection = new PortConnection(worker);
  const backend = context.scope.use(new ConnectedBackend({ connection }, context.log, context.trace));
  const program = startProgram(plan, context, worker, true);
  backend.beforeExit(async () => {
    await program.flushOutput();
    await context.outputSettled();
  });
  return { program, backend, opened: backend.open(context.engine), ride: { runtime: 'pyodide' } };
}

export async function startInPyodidePlain(plan: LaunchPlan, context: StartContext): Promise<Started> {
  const backend = context.scope.use(new NoDebugBackend());
  const program = startProgram(plan, context, await loadedWorker(plan, context), false);
  closeWithProgram(backend, program);
  return { program, backend, opened: Promise.resolve(), ride: { runtime: 'pyodide' } };
}

function startProgram(
  plan: LaunchPlan,
  { scope, onOutput }: StartContext,
  worker: PythonWorker,
  debug: boolean,
): PythonWorkerProgram {
  const { name, cwd, env } = plan;
  const environment = packagesFor(plan);
  const start = { words: pythonWords(plan), cwd, env: { ...env }, debug, environment };
  const program = new PythonWorkerProgram(name, worker, start, onOutput);
  scope.use(killAtExit(() => program.kill()));
  return program;
}

async function loadedWorker(plan: LaunchPlan, context: StartContext): Promise<PythonWorker> {
  const { cwd, configuration } = plan;
  const { progress, notify, scope, launcherDirectory } = context;
  const pyodide = await findPyodide({ asked: configuration.pyodide, cwd, progress, notify });
  const { entry, launcher } = findPythonWorker(launcherDirectory);
  const files: PythonFiles = { pyodide, entry, launcher, snapshot: snapshotOf(pyodide, launcher) };
  const worker = takeWorker(files);
  const { pyodidePackages } = configuration;
  const desk = new PackageDesk({ directory: pyodide, asked: pyodidePackages, cwd, progress, notify });
  worker.onWanted((question) => desk.answer(question));
  try {
    await progress('Loading Python', (_tell, signal) => Promise.race([worker.loaded, aborted(signal)]));
  } catch (error) {
    // It is loaded all the same: whoever has given up may try again.
    keepSpare(files, worker);
    throw error;
  }
  scope.add(() => worker.end());
  setTimeout(() => prepareSpare(files), SPARE_AFTER_MS).unref();
  return worker;
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
