import * as vscode from 'vscode';
import { copyAsJson } from './copy-json.ts';
import { takeHeapSnapshot } from './heap-snapshot.ts';
import type { HotReload } from './hot-reload.ts';
import type { ProcessPicker } from './pick-process.ts';
import type { Profiling } from './profiling.ts';
import { runFile } from './run-file.ts';
import { sendInput } from './send-input.ts';
import type { Sessions } from './sessions.ts';
import type { DebugTerminals } from './terminal/debug-terminals.ts';
import type { TroubleCommands } from './trouble-commands.ts';

/** The commands of the manifest, by name. */
export function registerCommands(
  sessions: Sessions,
  hotReload: HotReload,
  profiling: Profiling,
  trouble: TroubleCommands,
  terminals: DebugTerminals,
  processes: ProcessPicker,
): vscode.Disposable[] {
  const commands = {
    'tandem.sendInput': sendInput,
    ...trouble.commands,
    'tandem.applyChanges': () => hotReload.apply(),
    'tandem.takeHeapSnapshot': () => takeHeapSnapshot(sessions),
    'tandem.copyAsJson': (context?: Parameters<typeof copyAsJson>[1]) => copyAsJson(sessions, context),
    'tandem.startCpuProfile': () => profiling.start('cpu'),
    'tandem.stopCpuProfile': () => profiling.stop('cpu'),
    'tandem.startAllocationProfile': () => profiling.start('heap-sampling'),
    'tandem.stopAllocationProfile': () => profiling.stop('heap-sampling'),
    'tandem.pickProcess': () => processes.pick(),
    'tandem.attachToProcess': () => processes.attach(),
    'tandem.newDebugTerminal': () => terminals.open(),
    'tandem.debugCurrentFile': (file?: vscode.Uri) => runFile(file, 'debug'),
    'tandem.debugCurrentFileInProcess': (file?: vscode.Uri) => runFile(file, 'debugInProcess'),
    'tandem.runCurrentFile': (file?: vscode.Uri) => runFile(file, 'run'),
  };
  return Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run));
}
