import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Contender } from '../adapters/contender.ts';
import { descendants } from '../vscode/suite/processes.ts';
import { Debuggee } from './debuggee.ts';
import { benchProgram } from './program.ts';
import { within } from './within.ts';

/** What there is at a stop, of all that a session has started. */
export interface PythonMemory {
  readonly processes: number;
  /** Resident, in megabytes. */
  readonly memory: number;
}

/** Whether the system tells of its processes. */
export const isMemoryKnown = process.platform === 'linux';

const FILE = 'python_memory.py';

/** The program alone, at the same place. */
export async function bareMemory(python: string, directory: string): Promise<PythonMemory> {
  const { path } = benchProgram(FILE, directory);
  const child = spawn(python, [path, 'wait'], { stdio: 'pipe' });
  const ended = once(child, 'exit');
  try {
    await within('the program', once(child.stdout, 'data'));
    return measure();
  } finally {
    child.stdin.end();
    await ended;
  }
}

/** What the adapter needs is counted where it is a process of its own. */
export async function pythonMemory(contender: Contender, directory: string): Promise<PythonMemory> {
  const program = benchProgram(FILE, directory);
  await using debuggee = await within('an adapter', Debuggee.open(contender, program));
  debuggee.launch(contender.settings);
  await within('the first stop', debuggee.stopped);
  return measure();
}

function measure(): PythonMemory {
  // Our own helper for TypeScript is none of theirs.
  const all = descendants().filter(({ commandLine }) => /python|debugpy/.test(commandLine));
  return { processes: all.length, memory: all.reduce((sum, { megabytes }) => sum + megabytes, 0) };
}
