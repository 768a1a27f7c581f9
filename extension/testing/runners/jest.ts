import type { JavaScriptRunner } from './javascript-runner.ts';
import { testsPattern } from './name-pattern.ts';

/** It takes 0 for no time at all, and a timer waits 25 days at most. */
const A_DAY_MS = 86_400_000;

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
      // In its own process.
      '--runInBand',
      `--testTimeout=${A_DAY_MS}`,
      '--watchAll=false',
      // What counts lines changes the code.
      '--coverage=false',
    ],
  }),
};
