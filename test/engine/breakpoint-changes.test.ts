import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

describe.each(modes)('breakpoints with everything, $mode', ({ inProcess }) => {
  const LOOP = 'for (let i = 1; i <= 10; i += 1) {\n  globalThis.seen = i;\n}\n';

  const start = (breakpoint: object) => {
    const program = join(files({ 'program.js': LOOP }), 'program.js');
    return Debuggee.start({ program, inProcess, breakpoints: { [program]: [{ line: 2, ...breakpoint }] } });
  };

  it.each([
    ['4', '8'],
    ['> 4', '10'],
    ['>= 4', '8 10'],
    ['< 2', '2'],
    ['<= 2', '2 4'],
    ['== 3', '6'],
    ['=== 3', '6'],
    ['% 2', '4 8'],
  ])('log where the condition holds and the hits of that are %s', async (hitCondition, expected) => {
    const debuggee = await start({ condition: 'i % 2 === 0', hitCondition, logMessage: 'i is {i}' });
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.output('console')).toBe(
      expected
        .split(' ')
        .map((i) => `i is ${i}\n`)
        .join(''),
    );
  });

  it('stop where the condition holds often enough', async () => {
    const debuggee = await start({ condition: 'i % 3 === 0', hitCondition: '2' });
    await debuggee.stop();
    expect((await debuggee.evaluate('i')).result).toBe('6');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });
});

describe.each(modes)('breakpoints in the middle of a busy loop, $mode', ({ inProcess }) => {
  const BUSY = `let n = 0;
console.log('on');
globalThis.busy = true;
while (busy) {
  n += 1;
  if (n > 1e15) break;
}
console.log('off');
`;

  it('take hold, are changed, and are given up', async () => {
    const program = join(files({ 'program.js': BUSY }), 'program.js');
    const debuggee = await Debuggee.start({ program, inProcess });
    await debuggee.client.waitFor('output', ({ output }) => output.includes('on'));
    const set = (breakpoints: readonly { line: number; condition?: string }[]) =>
      debuggee.client.request('setBreakpoints', { source: { path: program }, breakpoints: [...breakpoints] });

    expect((await set([{ line: 5 }])).breakpoints).toMatchObject([{ verified: true, line: 5 }]);
    expect(await debuggee.where()).toBe('(anonymous) program.js:5');
    const first = Number((await debuggee.evaluate('n')).result);

    await set([{ line: 6, condition: `n === ${first + 5}` }]);
    await debuggee.continue();
    expect(await debuggee.where()).toBe('(anonymous) program.js:6');
    expect((await debuggee.evaluate('n')).result).toBe(String(first + 5));

    await set([{ line: 8 }]);
    await debuggee.evaluate('busy = false', 'repl');
    await debuggee.continue();
    expect(await debuggee.where()).toBe('(anonymous) program.js:8');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });
});
