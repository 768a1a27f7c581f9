// biome-ignore lint/style/noRestrictedImports: this runs inside VS Code.
import * as vscode from 'vscode';
import type { Runner } from '../../report/rounds.ts';
import type { BenchProgram } from '../../sessions/program.ts';
import { EditorSession } from './editor-session.ts';
import type { Recorder } from './recorder.ts';

/** One of the debuggers that are measured side by side. */
export interface Contender {
  readonly name: string;
  /** Over the launch configuration that all of them get. */
  readonly settings: { readonly type: string; readonly [name: string]: unknown };
}

const RUNTIME = { runtimeExecutable: process.execPath };

export const JS_DEBUG = 'js-debug';
export const EXTERNAL = 'Tandem external';
export const IN_PROCESS = 'Tandem in-process';

const CONTENDERS: readonly Contender[] = [
  { name: JS_DEBUG, settings: { type: 'node', ...RUNTIME } },
  { name: EXTERNAL, settings: { type: 'tandem', ...RUNTIME } },
  { name: IN_PROCESS, settings: { type: 'tandem', inProcess: true } },
];

/** What a breakpoint has besides its line. */
export interface Extras {
  readonly condition?: string;
  readonly logMessage?: string;
}

/** What all measures need. */
export interface Bench {
  readonly recorder: Recorder;
  /** Where the programs are. */
  readonly programs: string;
  /** A large bundle and its sources, in a folder of their own. */
  readonly bundle: string;
}

/** Measures all contenders the same way. */
export const eachContender = <Key extends string>(
  run: (contender: Contender) => Promise<Record<Key, number>>,
): Runner<Key>[] =>
  CONTENDERS.map((contender) => ({
    name: contender.name,
    run: async () => {
      try {
        return await run(contender);
      } finally {
        await clearAway();
      }
    },
  }));

/** Starts a program with one breakpoint, and no other anywhere. */
export function debug(
  { recorder }: Bench,
  { settings }: Contender,
  { path, line }: BenchProgram,
  options: { readonly breakIn?: string; readonly extras?: Extras; readonly settings?: object } = {},
): Promise<EditorSession> {
  breakIn(options.breakIn ?? path, line, options.extras);
  const common = { name: 'bench', request: 'launch', program: path, console: 'internalConsole' };
  return EditorSession.start(recorder, { ...common, ...settings, ...options.settings });
}

/** Leaves one breakpoint, and no other anywhere. */
export function breakIn(path: string, line: number, { condition, logMessage }: Extras = {}): void {
  const location = new vscode.Location(vscode.Uri.file(path), new vscode.Position(line - 1, 0));
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  vscode.debug.addBreakpoints([
    new vscode.SourceBreakpoint(location, true, condition, undefined, logMessage),
  ]);
}

/** The next one must not pay for what this one has left: a session that went wrong, a full debug console. */
export async function clearAway(): Promise<void> {
  if (vscode.debug.activeDebugSession) await vscode.debug.stopDebugging();
  await vscode.commands.executeCommand('workbench.debug.panel.action.clearReplAction');
}
