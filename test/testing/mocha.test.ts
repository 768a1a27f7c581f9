import { describe, it } from 'vitest';
import { runsWhatIsClicked, SUM_TS, tests } from './javascript.ts';
import { debugs, project } from './support.ts';

describe('mocha', () => {
  const source = tests('', "const { sum } = require('../sum.js');");
  runsWhatIsClicked('mocha', 'test/sum.spec.js', 'sum.js', () =>
    project({
      'package.json': JSON.stringify({
        devDependencies: { mocha: '*' },
        scripts: { test: 'mocha --parallel' },
      }),
      '.mocharc.json': JSON.stringify({ timeout: 200, parallel: true }),
      'sum.js': 'exports.sum = ({ a, b }) => {\n  return a + b; // code\n};\n',
      'test/sum.spec.js': source,
      'test/other.spec.js': source.replaceAll('RUN', 'RUN of another file'),
    }),
  );

  it('runs TypeScript with what the test script loads', () =>
    debugs(
      project({
        'package.json': JSON.stringify({
          devDependencies: { mocha: '*' },
          scripts: { test: 'c8 mocha --import=tsx "test/**/*.ts"' },
        }),
        'sum.ts': SUM_TS,
        'test/sum.spec.ts': tests('', "import { sum } from '../sum.ts';"),
      }),
      'test/sum.spec.ts',
      {
        runner: 'mocha',
        clicked: "  it('adds'",
        stops: [
          ['test/sum.spec.ts', 'test'],
          ['sum.ts', 'code'],
        ],
        runs: ['numbers adds'],
      },
    ));
});
