import { execFile } from 'node:child_process';
import type { ProcessInfo } from './process-info.ts';

const QUERY = `
[Console]::OutputEncoding = [Text.Encoding]::UTF8
Get-CimInstance Win32_Process | Select-Object ProcessId, ParentProcessId, Name, ExecutablePath, CommandLine,
  @{ n = 'Started'; e = { if ($_.CreationDate) { ([DateTimeOffset]$_.CreationDate).ToUnixTimeMilliseconds() } } } |
  ConvertTo-Json -Compress`;

/** The processes that Windows knows. */
export function cimProcesses(): Promise<ProcessInfo[]> {
  const args = ['-NoProfile', '-NonInteractive', '-Command', QUERY];
  return new Promise((resolve, reject) => {
    execFile('powershell.exe', args, { maxBuffer: 2 ** 26, windowsHide: true }, (error, stdout) =>
      error ? reject(error) : resolve(readCim(stdout)),
    );
  });
}

interface Listed {
  readonly ProcessId: number;
  readonly ParentProcessId: number;
  readonly Name: string;
  readonly ExecutablePath: string | null;
  readonly CommandLine: string | null;
  readonly Started: number | null;
}

export function readCim(json: string): ProcessInfo[] {
  const listed = JSON.parse(json) as Listed | readonly Listed[];
  return [listed].flat().map((process) => ({
    pid: process.ProcessId,
    parent: process.ParentProcessId,
    user: undefined,
    executable: process.ExecutablePath ?? process.Name,
    command: wordsOf(process.CommandLine ?? ''),
    cwd: undefined,
    started: process.Started ?? 0,
  }));
}

/** As Windows' own runtime splits a command line, as far as it matters here: quotes keep words together. */
const wordsOf = (line: string): string[] =>
  (line.match(/(?:"[^"]*"|[^\s"])+/g) ?? []).map((word) => word.replaceAll('"', ''));
