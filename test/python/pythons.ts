import { findPythonWorker } from '../../adapter/launch/launcher-files.ts';
import { findPyodide } from '../../adapter/pyodide/find-pyodide.ts';
import { snapshotOf } from '../../adapter/pyodide/snapshot.ts';
import { keepSpare, takeWorker } from '../../adapter/pyodide/spare-worker.ts';
import { launcherDirectory } from '../support/standalone.ts';
import { inProcess } from './interpreters.ts';

export * from './interpreters.ts';

/** The very first start after a change of the launcher takes longer than a test may. */
async function loadOnce(): Promise<void> {
  const pyodide = await findPyodide({
    asked: undefined,
    cwd: process.cwd(),
    progress: (_title, work) => work(() => {}, new AbortController().signal),
    notify: () => {},
  });
  const { entry, launcher } = findPythonWorker(launcherDirectory);
  const files = { pyodide, entry, launcher, snapshot: snapshotOf(pyodide, launcher) };
  const worker = takeWorker(files);
  await worker.loaded;
  keepSpare(files, worker);
}

if (inProcess.length > 0) await loadOnce();
