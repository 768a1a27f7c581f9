import * as vscode from 'vscode';
import type { Running, Sessions } from '../sessions.ts';

/**
 * What was done once in this window, as context keys: by `tandem.done.…` the walkthrough ticks off its steps.
 */
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
  const left = new Set(Object.keys(MILESTONES));
  return sessions.onDidBegin(async (running) => {
    // Only then it is known to run, and who has started it.
    const response = await running.shared.launched;
    if (!response?.success) return;
    for (const name of [...left].filter((each) => MILESTONES[each]!(running))) {
      left.delete(name);
      void vscode.commands.executeCommand('setContext', `tandem.done.${name}`, true);
    }
  });
}
