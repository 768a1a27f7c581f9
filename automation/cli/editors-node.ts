/** The Node that runs the command in the terminals of a window: the one in which the extension runs. */
export const NODE_VARIABLE = 'TANDEM_NODE';

/**
 * On the desktop the editor's Node is an Electron that a variable has told to be one. What is started from here is told
 * nothing: it may be an Electron application.
 */
export function forgetEditor(env: NodeJS.ProcessEnv): void {
  if (env[NODE_VARIABLE] === process.execPath) delete env.ELECTRON_RUN_AS_NODE;
}
