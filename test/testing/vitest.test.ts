import { describe, it } from 'vitest';
import { PARAMETERS, runsWhatIsClicked, SUM_TS, tests } from './javascript.ts';
import { debugs, project } from './support.ts';

describe('vitest', () => {
  const source = tests("import { describe, it } from 'vitest';", "import { sum } from './sum.ts';");
  const make = (more: Readonly<Record<string, string>> = {}) =>
    project({
      'package.json': JSON.stringify({ devDependencies: { vitest: '*' } }),
      'vitest.config.mjs': 'export default { test: { testTimeout: 200, pool: "threads" } };',
      'src/sum.ts': SUM_TS,
      'src/sum.test.ts': source,
      'src/other.test.ts': source.replaceAll('RUN', 'RUN of another file'),
      ...more,
    });
  runsWhatIsClicked('vitest', 'src/sum.test.ts', 'src/sum.ts', make);

  it('runs tests with parameters', () =>
    debugs(make({ 'src/each.test.ts': source.split('\n', 1)[0] + PARAMETERS }), 'src/each.test.ts', {
      runner: 'vitest',
      clicked: 'it.each',
      runs: ['small 1', 'small 2', 'large 1', 'large 2'],
    }));

  it('is known by its configuration where its functions are there for all files', () =>
    debugs(
      project({
        'vitest.config.mjs': 'export default { test: { globals: true } };',
        'package.json': JSON.stringify({ devDependencies: { vitest: '*', mocha: '*' } }),
        'src/global.test.ts': "it('is', () => console.log('RUN global'));\n",
      }),
      'src/global.test.ts',
      { runner: 'vitest', clicked: 'it(', runs: ['global'] },
    ));
});
