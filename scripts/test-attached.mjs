// Repeats tests of the engine with programs that were not launched, but wait for the debugger, which attaches to them.
import { main, run, tool } from './run.mjs';

const SUITES = ['stepping', 'stacks', 'values', 'evaluate', 'breakpoints', 'workers'];

await main(async () => {
  const suites = SUITES.map((name) => `test/engine/${name}.test.ts`);
  const args = [tool('vitest/vitest.mjs'), 'run', ...suites, '-t', 'external'];
  await run('Tests of the engine, attached', process.execPath, args, { TANDEM_TEST_RIDE: 'attached' });
});
