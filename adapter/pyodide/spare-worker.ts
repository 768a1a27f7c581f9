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

/** Has one ready for the next program. */
export function prepareSpare(files: PythonFiles): void {
  if (!spare || !isSame(spare.files, files)) keepSpare(files, new PythonWorker(files));
}

/** Keeps one that has run no program, in the place of the one that there is. It keeps nothing alive. */
export function keepSpare(files: PythonFiles, worker: PythonWorker): void {
  dropSpare();
  worker.worker.unref();
  const timer = setTimeout(dropSpare, IDLE_LIMIT_MS);
  timer.unref();
  const kept = { files, worker, timer };
  spare = kept;
  const forget = (): void => {
    clearTimeout(timer);
    if (spare === kept) spare = undefined;
  };
  worker.worker.once('exit', forget);
  worker.loaded.catch(forget);
}

/** It is nobody's from now on, also while its thread still ends. */
export function dropSpare(): void {
  if (!spare) return;
  const { worker, timer } = spare;
  clearTimeout(timer);
  spare = undefined;
  void worker.end();
}

const isSame = (one: PythonFiles, other: PythonFiles): boolean =>
  one.pyodide === other.pyodide && one.launcher === other.launcher && one.entry === other.entry;
