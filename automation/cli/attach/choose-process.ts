import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type RunningProgram, runningPrograms } from '../../../adapter/processes/running-programs.ts';
import { errors } from '../../../protocol/errors.ts';

/** Lists the programs that run, the newest first, and resolves with the id of the one that the user names. */
export async function chooseProcess(command: string): Promise<string> {
  const found = await runningPrograms();
  if (found.length === 0)
    throw errors.cliUsage('No program of yours runs that could be attached to.', command);
  process.stdout.write(`${processTable(found)}\n`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = (await terminal.question(`Attach to which process? [${found[0]!.pid}] `)).trim();
    return answer || String(found[0]!.pid);
  } finally {
    terminal.close();
  }
}

type Row = Pick<RunningProgram, 'pid' | 'runtime' | 'script' | 'cwd' | 'command' | 'publication'>;

/** One line for each: its id, its script, where it runs, and how it was called. */
export function processTable(found: readonly Row[]): string {
  const rows = found.map(({ pid, runtime, script, cwd, command, publication }) => [
    String(pid),
    script === undefined ? runtime : basename(script),
    cwd ?? '',
    `${command.slice(1).join(' ')}${publication ? '  (waits for debuggers)' : ''}`,
  ]);
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]!.length));
  const widths = [width(0), width(1), width(2)];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
