import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const SOURCE = `globalThis.answer = () => {
  return 42;
};
globalThis.later = {
  get answer() {
    return 42;
  },
};
setInterval(() => {}, 100);
console.log('idle');
`;

describe.each(modes)(
  'what is asked of a program that mostly waits, at one and the same time, $mode',
  ({ inProcess }) => {
    const start = async (lines: number[] = []) => {
      const program = join(files({ 'program.js': SOURCE }), 'program.js');
      const breakpoints = { [program]: lines.map((line) => ({ line })) };
      const debuggee = await Debuggee.start({ program, inProcess, breakpoints });
      await debuggee.client.waitFor('output', ({ output }) => output.includes('idle'));
      const evaluate = (expression: string, context = 'repl') =>
        debuggee.client.request('evaluate', { expression, context });
      const others = () => [
        evaluate('1 + 1'),
        debuggee.client.request('completions', { text: 'ans', column: 4 }),
        debuggee.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'nobody' }] }),
        debuggee.client.request('setFunctionBreakpoints', { breakpoints: [] }),
        debuggee.client.request('setBreakpoints', {
          source: { path: program },
          breakpoints: [...lines, 9].map((line) => ({ line })),
        }),
      ];
      return { debuggee, evaluate, others };
    };

    it.each(["'no directive'; answer()", 'answer()', 'later.answer'])(
      'is answered although what is evaluated stops: %s',
      async (expression) => {
        const { debuggee, evaluate, others } = await start([2, 6]);
        const answers = Promise.all([evaluate(expression), ...others()]);
        expect(await debuggee.stop()).toMatchObject({ reason: 'breakpoint' });
        await debuggee.continue();
        expect((await answers)[0]).toMatchObject({ result: '42' });
        await debuggee.end();
      },
    );

    it.each(['new Promise(setImmediate)', 'await new Promise(setImmediate)', "'no directive'; answer()"])(
      'is answered again and again: %s',
      async (expression) => {
        const { debuggee, evaluate, others } = await start();
        for (let round = 0; round < 10; round++) {
          const asked = [
            evaluate(expression),
            ...others(),
            evaluate(expression),
            evaluate('answer', 'hover'),
          ];
          await Promise.all(asked);
        }
        await debuggee.end();
      },
    );

    it('is answered when it was asked in a stop that is over by then', async () => {
      const { debuggee, evaluate } = await start([2]);
      for (let round = 0; round < 10; round++) {
        const stopped = evaluate('answer()');
        await debuggee.stop();
        const asked = evaluate('20 + 2');
        await Promise.all([debuggee.continue(), stopped]);
        expect(await asked).toMatchObject({ result: '22' });
      }
      await debuggee.end();
    });

    it('is answered while a pause is asked for', async () => {
      const { debuggee, evaluate, others } = await start();
      const pause = debuggee.client.request('pause', { threadId: 1 });
      const answers = Promise.all([pause, evaluate("'no directive'; answer()"), ...others()]);
      await debuggee.stop();
      await debuggee.continue();
      await answers;
      await debuggee.end();
    });
  },
);
