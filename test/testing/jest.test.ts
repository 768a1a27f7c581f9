import { dirname } from 'node:path';
import { beforeAll, describe, it } from 'vitest';
import { findJest } from '../support/jest.ts';
import { PARAMETERS, runsWhatIsClicked, tests } from './javascript.ts';
import { beforeEachNeeds, debugs, MODULES, project } from './support.ts';

describe('jest', () => {
  let jest: string | undefined;
  beforeAll(() => {
    jest = findJest();
  }, 300_000);
  const source = tests('', "const { sum } = require('./sum');");
  const make = (more: Readonly<Record<string, string>> = {}) =>
    project(
      {
        'package.json': JSON.stringify({ jest: { testTimeout: 200, collectCoverage: true } }),
        'src/sum.js': 'exports.sum = ({ a, b }) => {\n  return a + b; // code\n};\n',
        'src/sum.test.js': source,
        'src/other.test.js': source.replaceAll('RUN', 'RUN of another file'),
        ...more,
      },
      jest ? dirname(dirname(dirname(jest))) : MODULES,
    );
  beforeEachNeeds(() => jest);
  runsWhatIsClicked('jest', 'src/sum.test.js', 'src/sum.js', make);

  it('runs tests with parameters', () =>
    debugs(make({ 'src/each.test.js': PARAMETERS }), 'src/each.test.js', {
      runner: 'jest',
      clicked: 'it.each',
      runs: ['small 1', 'small 2', 'large 1', 'large 2'],
    }));
});
