import { PATIENT } from '../../../adapter/projects/patient-tests.ts';
import type { JavaScriptRunner } from './javascript-runner.ts';
import { testsPattern } from './name-pattern.ts';

export const MOCHA: JavaScriptRunner = {
  name: 'mocha',
  module: 'mocha',
  package: 'mocha',
  configurationFiles: /^\.mocharc\.(?:[cm]?js|jsonc?|ya?ml)$/,
  mention: /\bmocha\b/,
  options: new Set(['--config', '--package', '--require', '-r', '--import', '--loader', '--ui', '-u']),

  settings: ({ item }, { file, cwd, program, node, runner }) => ({
    program,
    cwd,
    runtimeArgs: node,
    args: [...runner, file, ...(item ? [`--grep=${testsPattern(item)}`] : []), ...PATIENT.mocha],
  }),
};
