import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchProgram } from '../sessions/program.ts';

/** Programs that are made for a run of the benchmark: they would only be long to read. */
export interface PythonPrograms extends AsyncDisposable {
  readonly empty: BenchProgram;
  readonly many: BenchProgram;
  readonly modules: BenchProgram;
}

/** One has the breakpoint that stops, ten the others. */
const FILES = 11;
const BREAKPOINTS = 5;
const MODULES = 1000;

export async function pythonPrograms(): Promise<PythonPrograms> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-bench-python-'));
  const write = async (name: string, lines: readonly string[]): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, `${lines.join('\n')}\n`);
    return path;
  };
  const empty = { path: await write('empty.py', ['done = True']), line: 1 };

  const lines = Array.from({ length: BREAKPOINTS }, (_, at) => 2 * at + 2);
  const functions = lines.flatMap((_, at) => [`def f${at}(n):`, `    return n + ${at}`]);
  const names = Array.from({ length: FILES }, (_, at) => `part${at}`);
  const more = [];
  for (const name of names) more.push({ source: await write(`${name}.py`, functions), lines });
  const [first] = names;
  const main = [...names.map((name) => `import ${name}`), `${first}.f0(1)`];
  const many = { path: await write('many.py', main), source: more[0]!.source, line: 2, more };

  await mkdir(join(folder, 'package'));
  const text = [
    'import sys',
    '',
    ...functions,
    'class Thing:',
    '    def method(self):',
    '        return self',
  ];
  const imported = Array.from({ length: MODULES }, (_, at) => `m${at}`);
  for (const name of imported) await write(join('package', `${name}.py`), text);
  const imports = [...imported.map((name) => `import package.${name}`), 'done = True'];
  const modules = { path: await write('modules.py', imports), line: imports.length };

  return {
    ...{ empty, many, modules },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
