// What VS Code runs as `extensionTestsPath`: measures js-debug and Tandem on the same program, in turns.

import { writeFileSync } from 'node:fs';
// biome-ignore lint/style/noRestrictedImports: this runs inside VS Code.
import * as vscode from 'vscode';
import { type Result, type Runner, rounds } from '../../report/rounds.ts';
import { bareLoop, type LoopTimes, v8Loop, withResult } from '../../sessions/loop.ts';
import { type BenchProgram, benchProgram } from '../../sessions/program.ts';
import { Recorder } from './recorder.ts';
import { type EditorTimes, measureInEditor, runInEditor } from './session.ts';

/** From run.mjs, which the extension host inherits its environment from. */
interface Order {
  readonly runs: number;
  readonly warmUp: number;
  readonly loop: boolean;
  readonly programs: string;
  /** The file for the results. */
  readonly out: string;
}

export interface EditorResults {
  readonly vscode: string;
  readonly node: string;
  readonly sessions: readonly Result<keyof EditorTimes>[];
  readonly loop: readonly Result<keyof LoopTimes>[] | undefined;
}

const RUNTIME = { runtimeExecutable: process.execPath };
const CONTENDERS: readonly { name: string; settings: { type: string; [name: string]: unknown } }[] = [
  { name: 'js-debug', settings: { type: 'node', ...RUNTIME } },
  { name: 'Tandem external', settings: { type: 'tandem', ...RUNTIME } },
  { name: 'Tandem in-process', settings: { type: 'tandem', inProcess: true } },
];

export async function run(): Promise<void> {
  const order = JSON.parse(process.env.TANDEM_BENCH ?? '') as Order;
  const recorder = new Recorder();
  // Views that nobody sees ask for nothing.
  await vscode.commands.executeCommand('workbench.view.debug');
  const sessions = await rounds(sessionRunners(recorder, order), order, said('sessions', order));
  const loop = order.loop
    ? await rounds(loopRunners(recorder, order), order, said('loops', order))
    : undefined;
  const results: EditorResults = { vscode: vscode.version, node: process.version, sessions, loop };
  writeFileSync(order.out, JSON.stringify(results));
  say('1 passing, 0 failing'); // by which the runner knows that we came to the end
}

function sessionRunners(recorder: Recorder, { programs }: Order): Runner<keyof EditorTimes>[] {
  const program = benchProgram('stop', programs);
  return CONTENDERS.map(({ name, settings }) => ({
    name,
    run: () => {
      breakIn(program);
      return measureInEditor(recorder, launch(program, settings));
    },
  }));
}

function loopRunners(recorder: Recorder, { programs }: Order): Runner<keyof LoopTimes>[] {
  const program = benchProgram('loop', programs);
  const debugged = CONTENDERS.map(({ name, settings }) => ({
    name,
    run: () => {
      breakIn(program);
      return withResult((result) => runInEditor(recorder, { ...launch(program, settings), args: [result] }));
    },
  }));
  const plain = [
    { name: 'bare', run: () => bareLoop(program) },
    { name: "V8's debugger alone", run: () => v8Loop(program) },
  ];
  return [...plain, ...debugged];
}

function launch({ path }: BenchProgram, settings: { readonly type: string }): vscode.DebugConfiguration {
  return { name: 'bench', request: 'launch', program: path, console: 'internalConsole', ...settings };
}

/** There, and nowhere else. */
function breakIn({ path, line }: BenchProgram): void {
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  const location = new vscode.Location(vscode.Uri.file(path), new vscode.Position(line - 1, 0));
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
}

const said =
  (what: string, { runs }: Order) =>
  (round: number) =>
    say(`${what} ${round + 1}/${runs}`);

function say(text: string): void {
  console.log(`vscode tests: ${text}`); // what begins so, the runner picks out of what VS Code prints
}
