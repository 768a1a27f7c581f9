import { execFile } from 'node:child_process';
import type { ProcessInfo } from './process-info.ts';

const LIST = ['-axww', '-o'];

/** The processes that `ps` lists: macOS, and whatever has no `/proc`. */
export async function psProcesses(): Promise<ProcessInfo[]> {
  const [processes, commands] = await Promise.all([
    ps('pid=,ppid=,uid=,lstart=,comm='),
    // Where words end is not told: a list of its own, so that at least its beginning is.
    ps('pid=,args='),
  ]);
  return readPs(processes, commands);
}

const ps = (columns: string): Promise<string> =>
  new Promise((resolve, reject) => {
    // In no other language are the names of months foreseeable.
    const options = { env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 2 ** 26 };
    execFile('ps', [...LIST, columns], options, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });

const PROCESS = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\w{3} \w{3} +\d+ [\d:]+ \d{4})\s+(.*\S)\s*$/;
const COMMAND = /^\s*(\d+)\s+(.*\S)\s*$/;

export function readPs(processes: string, commands: string): ProcessInfo[] {
  const words = new Map(
    commands.split('\n').flatMap((line) => {
      const [, pid, command] = COMMAND.exec(line) ?? [];
      return pid ? [[Number(pid), command!.split(/\s+/)] as const] : [];
    }),
  );
  return processes.split('\n').flatMap((line) => {
    const [, pid, parent, user, started, executable] = PROCESS.exec(line) ?? [];
    if (!pid) return [];
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        user: Number(user),
        executable: executable!,
        command: words.get(Number(pid)) ?? [],
        cwd: undefined,
        started: Date.parse(started!) || 0,
      },
    ];
  });
}
