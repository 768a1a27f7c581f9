import * as vscode from 'vscode';
import type { Running, Sessions } from '../sessions.ts';

/** What is done in this window, as context keys, true for a moment: by `tandem.done.…` the walkthrough ticks off its steps. */
const MILESTONES: Readonly<Record<string, (running: Running) => boolean>> = {
  inProcess: ({ session }) => session.configuration.inProcess === true,
  python: ({ session }) =>
    /\.pyw?$/.test(session.configuration.program ?? '') || isPython(session.configuration),
  attach: ({ session }) => session.configuration.request === 'attach' && !session.parentSession,
  fromOutside: ({ isFromOutside }) => isFromOutside,
};

const isPython = ({ module, code, python }: vscode.DebugConfiguration): boolean =>
  [module, code, python].some((setting) => setting !== undefined);

export function watchMilestones(sessions: Sessions): vscode.Disposable {
  return sessions.onDidBegin(async (running) => {
    // Only then it is known to run, and who has started it.
    const response = await running.shared.launched;
    if (!response?.success) return;
    for (const [name, isIt] of Object.entries(MILESTONES)) {
      if (!isIt(running)) continue;
      // VS Code never ticks off what is so already when the walkthrough is opened first.
      for (const done of [true, false])
        void vscode.commands.executeCommand('setContext', `tandem.done.${name}`, done);
    }
  });
}
