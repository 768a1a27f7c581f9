import { PATIENT } from '../../../adapter/projects/patient-tests.ts';
import type { JavaScriptRunner } from './javascript-runner.ts';
import { testsPattern } from './name-pattern.ts';

export const JEST: JavaScriptRunner = {
  name: 'jest',
  module: '@jest/globals',
  package: 'jest',
  configurationFiles: /^jest\.config\.(?:[cm]?[jt]s|json)$/,
  mention: /\bjest\b/,
  options: new Set(['--config', '-c', '--rootDir', '--env', '--selectProjects']),

  settings: ({ item }, { file, cwd, program, node, runner }) => ({
    program,
    cwd,
    runtimeArgs: node,
    args: [
      ...runner,
      '--runTestsByPath',
      file,
      ...(item ? [`--testNamePattern=${testsPattern(item)}`] : []),
      ...PATIENT.jest,
    ],
  }),
};
