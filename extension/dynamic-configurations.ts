import type { DebugConfigurationProvider } from 'vscode';
import { DEBUG_TYPE } from './debug-type.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is VS Code that fills it in.
const CURRENT_FILE = { type: DEBUG_TYPE, request: 'launch', program: '${file}' };

const ATTACH = {
  type: DEBUG_TYPE,
  request: 'attach',
  name: 'Attach to a process…',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is VS Code that fills it in.
  processId: '${command:pickProcess}',
};

/** What VS Code offers under "Tandem…" where a configuration is chosen. */
export const dynamicConfigurations: DebugConfigurationProvider = {
  provideDebugConfigurations: () => [
    { ...CURRENT_FILE, name: 'Debug current file' },
    { ...CURRENT_FILE, name: 'Debug current file in-process', inProcess: true },
    ATTACH,
  ],
};
