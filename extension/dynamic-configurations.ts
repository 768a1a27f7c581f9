import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugConfiguration, DebugConfigurationProvider, WorkspaceFolder } from 'vscode';
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

interface Offer {
  /** Files by which a folder shows that it has use for it. */
  readonly marks: readonly string[];
  readonly configuration: DebugConfiguration;
}

/** What frameworks run, rather than the file that is open. */
const OF_FRAMEWORKS: readonly Offer[] = [
  {
    marks: ['pytest.ini', 'conftest.py', 'pyproject.toml', 'tests/conftest.py', 'tox.ini', 'setup.cfg'],
    configuration: { type: DEBUG_TYPE, request: 'launch', name: 'Debug tests with pytest', module: 'pytest' },
  },
  {
    marks: ['manage.py'],
    configuration: {
      type: DEBUG_TYPE,
      request: 'launch',
      name: 'Debug Django',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is VS Code that fills it in.
      program: '${workspaceFolder}/manage.py',
      args: ['runserver', '--noreload'],
    },
  },
];

const offersFor = (folder: WorkspaceFolder | undefined): DebugConfiguration[] =>
  folder === undefined
    ? []
    : OF_FRAMEWORKS.filter(({ marks }) =>
        marks.some((mark) => existsSync(join(folder.uri.fsPath, mark))),
      ).map(({ configuration }) => configuration);

/** What VS Code offers under "Tandem…" where a configuration is chosen. */
export const dynamicConfigurations: DebugConfigurationProvider = {
  provideDebugConfigurations: (folder) => [
    { ...CURRENT_FILE, name: 'Debug current file' },
    { ...CURRENT_FILE, name: 'Debug current file in-process', inProcess: true },
    ...offersFor(folder),
    ATTACH,
  ],
};
