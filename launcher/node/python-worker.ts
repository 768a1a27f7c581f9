import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { FromPython, PythonWorkerData } from '../../protocol/python-worker.ts';
import { PortOutput } from './output/port-output.ts';
import { Bridge } from './pyodide/bridge.ts';
import { mountAt, mountFiles } from './pyodide/file-system.ts';
import { loadPython } from './pyodide/load.ts';
import { type Bring, packageBringer } from './pyodide/packages.ts';
import type { Pyodide } from './pyodide/pyodide.ts';

/** The number of "interrupted system call" in Pyodide: what has called hears signals, and calls again. */
const EINTR = 27;
/** Where the launcher is, for Python. */
const LAUNCHER = '/lib/tandem';
const START = 'tandem_launcher.in_process.start';

interface Setup {
  readonly output: MessagePort;
  readonly unread: Int32Array;
}

interface StartModule {
  load_all(): void;
  main(bridge: Bridge, told: string, bring: Bring): void;
}

interface Ready {
  readonly start: StartModule;
  readonly bring: Bring;
}

/** The worker that runs a Python program: it loads Python, and waits to be told what to run. */
async function work(port: MessagePort): Promise<void> {
  const { pyodide, launcher, snapshot, shared } = workerData as PythonWorkerData;
  const { output, unread } = (receiveMessageOnPort(port) as { message: Setup }).message;
  const bridge = new Bridge(port, shared, new PortOutput(output, unread));
  const say = (message: FromPython): void => port.postMessage(message);
  const begin = (python: Pyodide): Ready => {
    connect(python, bridge);
    python.setInterruptBuffer(shared);
    const start = python.pyimport(START) as StartModule;
    return { start, bring: packageBringer(python, (question) => bridge.ask(question)) };
  };
  let ready: Ready;
  try {
    ready = await loadPython(pyodide, snapshot, (it) => open(it, launcher), fill, begin);
  } catch (thrown) {
    say({ failed: thrown instanceof Error ? thrown.message : String(thrown) });
    return;
  }
  say({ loaded: true });
  ready.start.main(bridge, JSON.stringify(bridge.start()), ready.bring);
}

function connect(python: Pyodide, bridge: Bridge): void {
  const { ErrnoError } = python.FS;
  const read = (buffer: Uint8Array): number => {
    const count = bridge.read(buffer);
    if (count === undefined) throw new ErrnoError(EINTR);
    return count;
  };
  const write = (stream: 0 | 1) => (bytes: Uint8Array) => {
    bridge.write(stream, bytes, 0, '');
    return bytes.length;
  };
  python.setStdin({ read, isatty: false });
  python.setStdout({ write: write(0), isatty: false });
  python.setStderr({ write: write(1), isatty: false });
}

function open(python: Pyodide, launcher: string): void {
  mountFiles(python);
  mountAt(python, launcher, LAUNCHER);
}

function fill(python: Pyodide): void {
  python.runPython(`import sys; sys.path.insert(0, ${JSON.stringify(LAUNCHER)})`);
  (python.pyimport(START) as StartModule).load_all();
}

if (parentPort) void work(parentPort);
