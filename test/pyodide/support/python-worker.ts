import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { packageBringer } from '../../../launcher/node/pyodide/packages.ts';
import type { PackageAnswer, PackageQuestion } from '../../../protocol/python-worker.ts';

/** From the root of the repository. */
const PYODIDE = 'node_modules/pyodide';
const FINDER = 'launcher/python/tandem_launcher/in_process/packages.py';

const FRESH = `
import sys, packages
def fresh(bring, site, environment):
    for finder in [it for it in sys.meta_path if isinstance(it, packages.PackageFinder)]:
        sys.meta_path.remove(finder)
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", "")).startswith(("/site", "/environment")):
            del sys.modules[name]
    sys.path[:] = [it for it in sys.path if not it.startswith("/site")] + [site]
    packages.getsitepackages = lambda: [site]
    packages.PackageFinder(bring, [environment]).register()
fresh`;

const RUN = `
import traceback
def run(code):
    scope = {}
    try:
        exec(compile(code, "main.py", "exec"), scope)
        return str(scope.get("said"))
    except BaseException as error:
        return "".join(traceback.format_exception(error.with_traceback(error.__traceback__.tb_next)))
run`;

/** What is done next: a piece of Python, or all as for a new program. */
export type Work = string | Fresh;

export interface Fresh {
  readonly desk: MessagePort;
  /** Another number after each answer of the desk. */
  readonly bell: Int32Array;
  /** A directory of this machine with packages. */
  readonly environment: string;
}

const asking =
  ({ desk, bell }: Fresh) =>
  (question: PackageQuestion): PackageAnswer => {
    const before = Atomics.load(bell, 0);
    desk.postMessage(question);
    Atomics.wait(bell, 0, before);
    return receiveMessageOnPort(desk)!.message;
  };

/** Answers each piece of Python with what is `said` in the end, or the traceback. */
async function work(root: string): Promise<void> {
  const home = join(root, PYODIDE);
  const { loadPyodide } = await import(pathToFileURL(join(home, 'pyodide.mjs')).href);
  const pyodide = await loadPyodide({ indexURL: home });
  pyodide.FS.writeFile('/home/pyodide/packages.py', readFileSync(join(root, FINDER)));
  const fresh = pyodide.runPython(FRESH);
  const run = pyodide.runPython(RUN);
  let programs = 0;
  const begin = (next: Fresh): string => {
    programs += 1;
    const places = [`/site${programs}`, `/environment${programs}`];
    for (const place of places) pyodide.FS.mkdirTree(place);
    pyodide.mountNodeFS(places[1], next.environment);
    fresh(packageBringer(pyodide, asking(next)), ...places);
    return 'fresh';
  };
  parentPort!.on('message', (next: Work) => {
    parentPort!.postMessage(typeof next === 'string' ? run(next) : begin(next));
  });
  parentPort!.postMessage('ready');
}

void work(process.cwd());
