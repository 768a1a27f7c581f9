import * as vscode from 'vscode';

/** A line that runs a file of the user's own in the foreground, and nothing that is skipped. */
const RUNS_NODE = /^\s*(?:\w+=\S+\s+)*node\s+(?!-)(?!\S*node_modules)[^&]+$/;

/** What a shell says of a command that it has not found. */
const NOT_FOUND = 127;

/**
 * Tells the user, once in each terminal, that the shell keeps programs from coming to the debugger, which would look as if
 * breakpoints did nothing. Only where the shell tells VS Code of its commands.
 *
 * @param arrivals How many processes have come from a debug terminal; undefined for other terminals.
 */
export function tellOfKeptOut(
  arrivals: (terminal: vscode.Terminal) => number | undefined,
): vscode.Disposable {
  const before = new Map<vscode.TerminalShellExecution, number>();
  const told = new WeakSet<vscode.Terminal>();
  return vscode.Disposable.from(
    vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
      const count = arrivals(terminal);
      if (count !== undefined && RUNS_NODE.test(execution.commandLine.value)) before.set(execution, count);
    }),
    vscode.window.onDidEndTerminalShellExecution(({ terminal, execution, exitCode }) => {
      const count = before.get(execution);
      before.delete(execution);
      if (count === undefined || count !== arrivals(terminal)) return;
      if (exitCode === NOT_FOUND || told.has(terminal)) return;
      told.add(terminal);
      void vscode.window.showWarningMessage(
        `"${execution.commandLine.value.trim()}" ran without the debugger: the shell has replaced NODE_OPTIONS, probably in its profile. Let it add to what is there: export NODE_OPTIONS="… $NODE_OPTIONS"`,
      );
    }),
  );
}
