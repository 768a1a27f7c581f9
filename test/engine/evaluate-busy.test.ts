import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

/** So many that V8 has optimized none of them before the test is over. */
const FUNCTIONS = 1000;

/** Mostly it has just entered a function whose variables live on in another: V8 aborts when it pauses above such a call. */
const SOURCE = `globalThis.answer = () => {
  return 42;
};
const works = [];
${Array.from(
  { length: FUNCTIONS },
  () => `works.push(function work(n) {
  let kept = n;
  const keep = () => kept;
  return n === 0 ? keep() : work(n - 1) + keep();
});`,
).join('\n')}
function run() {
  for (const work of works) work(20);
  setImmediate(run);
}
run();
console.log('busy');
`;

const ROUNDS = 25;

describe.each(modes)('what is asked of a program that is busy, $mode', ({ inProcess }) => {
  const start = async (breakpoints: readonly number[] = []) => {
    const program = join(files({ 'program.js': SOURCE }), 'program.js');
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: { [program]: breakpoints.map((line) => ({ line })) },
    });
    await debuggee.client.waitFor('output', ({ output }) => output.includes('busy'));
    const evaluate = (expression: string, context = 'repl') =>
      debuggee.client.request('evaluate', { expression, context });
    return { debuggee, evaluate };
  };

  it.each([
    ['repl', '20 + 22'],
    ['repl', "'use strict'; 20 + 22"],
    ['repl', "'no directive'; answer()"],
    ['watch', 'answer()'],
    ['hover', 'Number(42)'],
  ])('is answered in the context "%s", and the program lives on: %s', async (context, expression) => {
    const { debuggee, evaluate } = await start();
    for (let round = 0; round < ROUNDS; round++)
      expect(await evaluate(expression, context)).toMatchObject({ result: '42' });
    await debuggee.end();
  });

  it.each(['repl', 'watch'])('may come to a breakpoint, in the context "%s"', async (context) => {
    const { debuggee, evaluate } = await start([2]);
    for (let round = 0; round < ROUNDS; round++) {
      const answered = evaluate('answer()', context);
      expect(await debuggee.stop()).toMatchObject({ reason: 'breakpoint' });
      await debuggee.continue();
      await answered;
    }
    await debuggee.end();
  });

  it('is answered while a function to stop in is still to come', async () => {
    const { debuggee, evaluate } = await start();
    await debuggee.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'nobody' }] });
    for (let round = 0; round < ROUNDS; round++)
      expect(await evaluate('20 + 22')).toMatchObject({ result: '42' });
    await debuggee.end();
  });
});
