import * as vscode from 'vscode';
import { loadAdapter } from './load-adapter.ts';
import type { Written } from './views/as-written.ts';

/** What keeps a program from running is the runtime that would be started for it, or that there is none. */
const OF_THE_RUNTIME: ReadonlySet<string> = new Set([
  'launch.typescriptUnsupported',
  'launch.runtimeTooOld',
  'launch.pythonNotFound',
]);

/**
 * The way to run in-process what failed to launch by the error `code`: started as it was `written`, but for that. Undefined
 * where it would not run there either.
 */
export async function inProcessInstead(
  code: string,
  { configuration: tried }: vscode.DebugSession,
  written: Written | undefined,
): Promise<{ readonly title: string; run(): void } | undefined> {
  if (!written || !OF_THE_RUNTIME.has(code)) return undefined;
  // What nobody has written was filled in for a process.
  const cwd = 'cwd' in written.configuration ? tried.cwd : undefined;
  if (!(await loadAdapter().fitsInProcess({ ...tried, cwd, inProcess: true }))) return undefined;
  const noDebug = tried.noDebug === true;
  const configuration = { ...(written.configuration as vscode.DebugConfiguration), inProcess: true };
  return {
    title: noDebug ? 'Run In-Process' : 'Debug In-Process',
    run: () => void vscode.debug.startDebugging(written.folder, configuration, { noDebug }),
  };
}
