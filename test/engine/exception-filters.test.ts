import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { expectEnd, launch } from '../support/session.ts';
import { modes } from './support.ts';

const THROWS = `for (const n of [1, 2, 3, 4]) {
  try {
    if (n % 2) throw new TypeError('odd ' + n);
    throw { n };
  } catch {}
}
Promise.reject(new RangeError('first')).catch(() => {});
new Promise((_, reject) => reject('just a text')).catch(() => {});
console.log('done');
process.exitCode = 0;
`;

describe.each(modes)('exception filters, $mode', ({ inProcess }) => {
  const start = async (source: string, args: DebugProtocol.SetExceptionBreakpointsArguments) => {
    const { client, launched } = await launch({ program: program(source), inProcess });
    const answer = await client.request('setExceptionBreakpoints', args);
    await client.request('configurationDone', {});
    await launched;
    /** Goes from stop to stop to the end, and says what was thrown at each. */
    const texts = async (): Promise<(string | undefined)[]> => {
      const seen: (string | undefined)[] = [];
      const end = client.waitFor('exited').then(() => undefined);
      for (;;) {
        const stopped = await Promise.race([client.waitFor('stopped'), end]);
        if (!stopped) return seen;
        seen.push(stopped.text);
        await client.request('continue', { threadId: 1 });
      }
    };
    return { client, answer, texts };
  };

  const all = (condition?: string) => ({
    filters: [],
    filterOptions: [{ filterId: 'all', ...(condition ? { condition } : {}) }],
  });

  it('may be given as options', async () => {
    const { answer, texts } = await start(THROWS, all());
    expect(answer.breakpoints).toEqual([{ verified: true }]);
    expect(await texts()).toEqual([
      'TypeError: odd 1',
      expect.stringContaining('Object'),
      'TypeError: odd 3',
      expect.stringContaining('Object'),
      'RangeError: first',
      expect.stringContaining('just a text'),
    ]);
  });

  it.each([
    ["error.name === 'TypeError'", ['TypeError: odd 1', 'TypeError: odd 3']],
    ['exception instanceof RangeError', ['RangeError: first']],
    ["error === 'just a text'", [expect.stringContaining('just a text')]],
    ["typeof n === 'number' && n > 3", [expect.stringContaining('Object')]],
    ['false', []],
  ])('stop where their condition holds: %s', async (condition, expected) => {
    const { client, texts } = await start(THROWS, all(condition));
    expect(await texts()).toEqual(expected);
    expect(client.output('stdout')).toBe('done\n');
  });

  it('leave no trace of a condition in the program', async () => {
    const source = `try {\n  throw new Error('x');\n} catch {}\nconsole.log(Reflect.ownKeys(globalThis).filter((key) => String(key).includes('tandem')));\n`;
    const { client, texts } = await start(source, all('false'));
    expect(await texts()).toEqual([]);
    expect(client.output('stdout')).toBe('[]\n');
  });

  it('let through what nothing catches by the condition of either', async () => {
    const source = "try {\n  throw new Error('caught');\n} catch {}\nthrow new Error('uncaught');\n";
    const { texts } = await start(source, {
      filters: [],
      filterOptions: [
        { filterId: 'all', condition: "error.message === 'never'" },
        { filterId: 'uncaught', condition: "error.message.startsWith('un')" },
      ],
    });
    expect(await texts()).toEqual(['Error: uncaught']);
  });

  it('pass over what nothing catches where their condition does not hold', async () => {
    const { client } = await start("throw new Error('x');\n", {
      filters: [],
      filterOptions: [{ filterId: 'uncaught', condition: "error.message === 'y'" }],
    });
    await expectEnd(client, 1);
    expect(client.eventNames).not.toContain('stopped');
  });

  it('say what is wrong with a condition', async () => {
    const { client, answer } = await start('try {\n  throw 1;\n} catch {}\n', {
      filters: ['uncaught', 'some'],
      filterOptions: [{ filterId: 'all', condition: 'a b' }],
    });
    expect(answer.breakpoints).toEqual([
      { verified: true },
      { verified: false, message: 'There is no exception filter "some".' },
      { verified: false, message: expect.stringContaining('The condition has a syntax error') },
    ]);
    await expectEnd(client, 0);
    expect(client.eventNames).not.toContain('stopped');
  });

  it('report a condition that throws, once', async () => {
    const { client, texts } = await start(THROWS, all('nothing.here'));
    expect(await texts()).toEqual([]);
    const complaints = client.output('important');
    expect(complaints).toContain('`nothing.here` of an exception filter failed: ReferenceError');
    expect(complaints.trimEnd().split('\n')).toHaveLength(1);
  });

  it('stop at a promise that is rejected, and that nobody handles', async () => {
    const source = "function f() {\n  return Promise.reject(new Error('nobody'));\n}\nf();\n";
    const { texts } = await start(source, { filters: ['uncaught'] });
    expect(await texts()).toEqual(['Error: nobody']);
  });
});
