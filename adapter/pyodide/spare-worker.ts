import { type PythonFiles, PythonWorker } from './python-worker.ts';

/** How long a spare is kept that nobody takes, in milliseconds: it has some 100 MB. */
const IDLE_LIMIT_MS = 5 * 60_000;

interface Spare {
  readonly files: PythonFiles;
  readonly worker: PythonWorker;
  readonly timer: NodeJS.Timeout;
}

let spare: Spare | undefined;

/** A worker that is loaded, or is about to be: the spare one, if there is one of this kind. It keeps the process alive. */
export function takeWorker(files: PythonFiles): PythonWorker {
  const worker = takeSpare(files) ?? new PythonWorker(files);
  // From now on somebody waits for it.
  worker.worker.ref();
  return worker;
}

function takeSpare(files: PythonFiles): PythonWorker | undefined {
  if (!spare || !isSame(spare.files, files)) return undefined;
  const { worker, timer } = spare;
  clearTimeout(timer);
  spare = undefined;
  return worker;
}

/** Has one ready for the next program. It keeps nothing alive. */
export function prepareSpare(files: PythonFiles): void {
  if (spare && isSame(spare.files, files)) return;
  dropSpare();
  const worker = new PythonWorker(files);
  const timer = setTimeout(dropSpare, IDLE_LIMIT_MS);
  timer.unref();
  const made = { files, worker, timer };
  spare = made;
  worker.worker.once('exit', () => {
    clearTimeout(timer);
    if (spare === made) spare = undefined;
  });
}

export function dropSpare(): void {
  void spare?.worker.end();
}

const isSame = (one: PythonFiles, other: PythonFiles): boolean =>
  one.pyodide === other.pyodide && one.launcher === other.launcher && one.entry === other.entry;
