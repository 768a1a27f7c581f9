import { PATIENT } from '../../../adapter/projects/patient-tests.ts';
import type { JavaScriptRunner } from './javascript-runner.ts';
import { testsPattern } from './name-pattern.ts';

export const VITEST: JavaScriptRunner = {
  name: 'vitest',
  module: 'vitest',
  package: 'vitest',
  configurationFiles: /^vite(?:st)?\.(?:config|workspace)\.[cm]?[jt]s$/,
  mention: /\bvitest\b/,
  options: new Set(['--config', '-c', '--root', '-r', '--dir', '--mode', '--project', '--environment']),

  settings: ({ item }, { file, cwd, program, node, runner }) => ({
    program,
    cwd,
    runtimeArgs: node,
    args: [
      'run',
      ...runner,
      // It takes slashes everywhere.
      file.replaceAll('\\', '/'),
      // Older ones put a space before the first title.
      ...(item ? [`--testNamePattern=${testsPattern(item).replace('^', '^\\s?')}`] : []),
      ...PATIENT.vitest,
    ],
  }),
};
