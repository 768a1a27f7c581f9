import { define } from './define.ts';

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** A window of VS Code as the place where tasks run. */
export const windowErrors = {
  automationOff: define('window.automationOff', () => ({
    message: 'The user of this window does not let it be driven from outside.',
    hint: 'The setting "tandem.automation.access" says so.',
    audience: 'user',
  })),
  workspaceUntrusted: define('window.workspaceUntrusted', () => ({
    message: 'The workspace of this window is not trusted, so nothing of it is run.',
    hint: 'Its user can trust it in VS Code: "Restricted Mode" in the status bar.',
    audience: 'user',
  })),
  folderUnknown: define('window.folderUnknown', (folder: string, open: readonly string[]) => ({
    message: `The folder "${folder}" is not open in this window.`,
    hint: open.length > 0 ? `There are: ${listed(open)}.` : 'No folder is open in it.',
    audience: 'user',
  })),
  startRefused: define('window.startRefused', (name: string) => ({
    message: `VS Code did not start "${name}": somebody cancelled it in the window, or it could not be made ready.`,
    hint: 'The window may say more. If the configuration asks for an input, its user has to give it there.',
    audience: 'user',
  })),
  startFailed: define('window.startFailed', (name: string, reason: string) => ({
    message: `VS Code could not start "${name}": ${reason}`,
    hint: 'Correct the configuration.',
    audience: 'user',
  })),
  preLaunchTaskUnknown: define('window.preLaunchTaskUnknown', (task: string) => ({
    message: `The "preLaunchTask" of the configuration, "${task}", does not exist.`,
    hint: 'Correct it, or remove it; tasks are in tasks.json.',
    audience: 'user',
  })),
  preLaunchTaskFailed: define('window.preLaunchTaskFailed', (task: string, exitCode: number | undefined) => ({
    message: `The "preLaunchTask" of the configuration, "${task}", ${exitCode === undefined ? 'was ended' : `failed with exit code ${exitCode}`}, so the program was not started.`,
    hint: 'Its terminal in the window says why.',
    audience: 'user',
  })),
};
