// What both hosts give to the VS Code they start, so that the same suite meets the same editor in either.

/**
 * User settings: a workbench that asks nothing, fetches nothing and looks the same in every screenshot.
 * @type {Record<string, unknown>}
 */
export const workbenchSettings = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  // A shell without the user's start-up files: they can take seconds, and one that is killed can leave locks behind.
  'terminal.integrated.defaultProfile.linux': 'plain',
  'terminal.integrated.defaultProfile.osx': 'plain',
  'terminal.integrated.gpuAcceleration': 'off', // drawn as text, which a test can read
  'terminal.integrated.profiles.linux': { plain: { path: 'bash', args: ['--noprofile', '--norc'] } },
  'terminal.integrated.profiles.osx': { plain: { path: 'bash', args: ['--noprofile', '--norc'] } },
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Our own environment without what an editor puts into its terminals: started from one, the VS Code under test would
 * take itself for a part of it (ELECTRON_RUN_AS_NODE even turns a desktop VS Code into a plain Node).
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function editorFreeEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith('VSCODE_') && name !== 'ELECTRON_RUN_AS_NODE',
    ),
  );
}
