import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const PROGRAM = `globalThis.touched = 0;
globalThis.answer = 42;
class Box { #inside = 'hidden'; get slow() { while (true); } get open() { touched += 1; return this.#inside; } }
function work(item) {
  const fixed = 1;
  let count = 2;
  const box = new Box();
  const frozen = Object.freeze({ fixed: 1 });
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const map = new Map([['a', 1]]);
  const later = new Promise(() => {});
  const done = Promise.resolve('value');
  const failed = Promise.reject(new Error('lost')); failed.catch(() => {});
  const key = Symbol('key');
  const keyed = { [key]: 1, 'a-b': 2 };
  const unused = (() => { const captured = 1; const dropped = 2; return () => { debugger; return captured; }; })();
  debugger;
  unused();
  return [item, fixed, count, frozen, bytes, map, later, done, keyed, box];
}
work('it');
globalThis.finished = true;
setInterval(() => {}, 1000);
`;

describe.each(modes)('evaluation in a stop, $mode', ({ inProcess }) => {
  let debuggee: Debuggee;

  beforeEach(async () => {
    debuggee = await Debuggee.start({ program: program(PROGRAM), inProcess });
    await debuggee.stop();
  });

  afterEach(() => debuggee.end());

  const repl = async (expression: string) => (await debuggee.evaluate(expression, 'repl')).result;

  it('keeps what is declared in the console, and what is assigned to variables', async () => {
    expect(await repl('const first = 20')).toBe('undefined');
    expect(await repl('let { a, b: [c] } = { a: 1, b: [2] }')).toBe('undefined');
    expect(await repl('function twice(x) { return x * 2 }\nclass Shape { side = 3 }')).toBe('undefined');
    expect(await repl('twice(first) + a + c + new Shape().side + count')).toBe('48');
    expect(await repl('const first = 21; first')).toBe('21');
    expect(await repl('count = 5; count += 1')).toBe('6');
    expect((await debuggee.locals()).get('count')!.value).toBe('6');
    await debuggee.continue();
    await debuggee.stop();
    expect(await repl('first')).toBe('21');
  });

  it('takes statements, several lines, objects and directives', async () => {
    expect(await repl('for (let i = 0, sum = 0; i < 4; i++) { sum += i; sum }')).toBe('6');
    expect(await repl('if (count === 2) {\n  "two"\n} else {\n  "more"\n}')).toBe("'two'");
    expect(await repl('{ a: 1, b: count }')).toBe('{a: 1, b: 2}');
    expect(await repl('{ let x = 3; x }')).toBe('3');
    expect(await repl("'use strict'; count")).toBe('2');
    await expect(repl('throw new TypeError("no")')).rejects.toThrow('TypeError: no');
    await expect(repl('throw { code: 7 }')).rejects.toThrow();
    await expect(repl('let = = 1')).rejects.toThrow('SyntaxError');
  });

  it('tells honestly what has become of a promise', async () => {
    expect(await repl('await done')).toBe("'value'");
    expect(await repl('await 7')).toBe('7');
    expect(await repl('await later')).toBe('Promise {<pending>}');
    await expect(repl('await failed')).rejects.toThrow('Error: lost');
    expect(await repl('[await done, 1]')).toBe('Promise {<pending>}');
  });

  it('ends what does not come to an end by itself, and harms nothing', async () => {
    await expect(debuggee.evaluate('while (true);', 'hover')).rejects.toThrow('took longer than 0.5 s');
    expect((await debuggee.evaluate('count')).result).toBe('2');
    const box = await debuggee.children((await debuggee.locals()).get('box')!.variablesReference);
    await expect(debuggee.children(box.get('slow')!.variablesReference)).rejects.toThrow('took longer than');
    expect((await debuggee.evaluate('count')).result).toBe('2');
    await debuggee.continue();
    await debuggee.stop();
  }, 20_000);

  it('answers where no frame is named', async () => {
    const evaluate = async (expression: string) =>
      (await debuggee.client.request('evaluate', { expression, context: 'repl' })).result;
    expect(await evaluate('answer')).toBe('42');
    await expect(evaluate('count')).rejects.toThrow('count is not defined');
    expect(await evaluate('let kept = 3; kept')).toBe('3');
    expect(await evaluate('kept + 1')).toBe('4');
  });

  it('says what is wrong in few words', async () => {
    await expect(debuggee.evaluate('missing')).rejects.toThrow(/^missing is not defined$/);
    await expect(debuggee.evaluate('item.x.y')).rejects.toThrow(
      "Cannot read properties of undefined (reading 'y')",
    );
    await debuggee.continue();
    await debuggee.stop();
    await expect(debuggee.evaluate('dropped')).rejects.toThrow('dropped is not available here');
    expect((await debuggee.evaluate('captured')).result).toBe('1');
  });

  it('runs nothing with side effects for a hover', async () => {
    await expect(debuggee.evaluate('box.open', 'hover')).rejects.toThrow('side effects');
    expect((await debuggee.evaluate('keyed["a-b"]', 'hover')).result).toBe('2');
    expect((await debuggee.evaluate('touched')).result).toBe('0');
  });

  it('gives what was asked for the clipboard as JSON', async () => {
    expect((await debuggee.evaluate('({ list: [1, { two: 2 }] })', 'clipboard')).result).toBe(
      JSON.stringify({ list: [1, { two: 2 }] }, null, 2),
    );
    expect((await debuggee.evaluate('"plain"', 'clipboard')).result).toBe('plain');
  });

  it('sets variables, members, entries and private fields, but no constants', async () => {
    const [scope] = await debuggee.scopes();
    const locals = await debuggee.locals();
    const set = (variablesReference: number, name: string, value: string) =>
      debuggee.client.request('setVariable', { variablesReference, name, value });
    const reference = (name: string) => locals.get(name)!.variablesReference;
    await set(scope!.variablesReference, 'count', '10');
    await expect(set(scope!.variablesReference, 'fixed', '2')).rejects.toThrow('fixed is a constant');
    await set(reference('box'), '#inside', '"seen"');
    await set(reference('bytes'), '1', '255');
    await set(reference('keyed'), 'Symbol(key)', '9');
    await set(reference('keyed'), 'a-b', 'count');
    const pair = (await debuggee.children(reference('map'))).get('0')!;
    await set(pair.variablesReference, 'value', '{ n: 1 }');
    await expect(set(pair.variablesReference, 'key', '1')).rejects.toThrow('cannot be changed');
    await expect(set(reference('frozen'), 'fixed', '2')).rejects.toThrow('read only');
    expect(
      (await debuggee.evaluate('[count, fixed, bytes[1], keyed[key], keyed["a-b"], map.get("a").n]')).result,
    ).toBe('(6) [10, 1, 255, 9, 10, 1]');
    expect((await debuggee.evaluate('box.#inside')).result).toBe("'seen'");
  });

  it('sets what an expression stands for', async () => {
    const { id: frameId } = await debuggee.frame();
    const set = (expression: string, value: string) =>
      debuggee.client.request('setExpression', { expression, value, frameId });
    expect(await set('count', '{ n: 1 }')).toMatchObject({ value: '{n: 1}' });
    expect(await set('count.n', '7')).toMatchObject({ value: '7' });
    expect(await set('bytes[0]', 'count.n')).toMatchObject({ value: '7' });
    expect((await debuggee.evaluate('count.n + bytes[0]')).result).toBe('14');
    await expect(set('fixed', '2')).rejects.toThrow('fixed is a constant');
    await expect(set('count + 1', '2')).rejects.toThrow('cannot be changed');
    await expect(set('count', 'oops(')).rejects.toThrow('SyntaxError');
  });

  it('reads and writes the memory of typed arrays and buffers', async () => {
    const { memoryReference } = (await debuggee.locals()).get('bytes')!;
    const read = (offset: number, count: number) =>
      debuggee.client.request('readMemory', { memoryReference: memoryReference!, offset, count });
    expect(await read(1, 10)).toMatchObject({
      address: '0x1',
      unreadableBytes: 7,
      data: Buffer.from([2, 3, 4]).toString('base64'),
    });
    const data = Buffer.from([200, 201]).toString('base64');
    const write = (offset: number) =>
      debuggee.client.request('writeMemory', { memoryReference: memoryReference!, offset, data });
    expect(await write(2)).toMatchObject({ bytesWritten: 2 });
    await expect(write(3)).rejects.toThrow('do not fit');
    expect((await debuggee.evaluate('Array.from(bytes)')).result).toBe('(4) [1, 2, 200, 201]');
  });

  it('leads to where a function was written', async () => {
    const { valueLocationReference } = (await debuggee.locals()).get('unused')!;
    const place = await debuggee.client.request('locations', { locationReference: valueLocationReference! });
    expect(place).toMatchObject({ source: { name: 'program.js' }, line: 16 });
    const native = await debuggee.evaluate('Math.max');
    expect(native).not.toHaveProperty('valueLocationReference');
  });
});

describe.each(modes)('evaluation in a running program, $mode', ({ inProcess }) => {
  let debuggee: Debuggee;

  beforeEach(async () => {
    const running = program(
      `globalThis.turns = 0;\nsetInterval(() => { turns += 1; }, 5);\nconsole.log('runs');\n`,
    );
    debuggee = await Debuggee.start({ program: running, inProcess });
    await debuggee.client.waitFor('output');
  });

  afterEach(() => debuggee.end());

  const evaluate = async (expression: string) =>
    (await debuggee.client.request('evaluate', { expression, context: 'repl' })).result;

  async function turning(): Promise<void> {
    const turns = Number(await evaluate('turns'));
    await evaluate('new Promise((resolve) => setTimeout(resolve, 20)).then(() => turns)').then(() => {});
    expect(
      await evaluate(`await new Promise((resolve) => {
      const timer = setInterval(() => { if (turns > ${turns}) { clearInterval(timer); resolve('turned'); } }, 1);
    })`),
    ).toBe("'turned'");
  }

  it('is ended by cancel, and the program goes on', async () => {
    const { client } = debuggee;
    const requestId = client.nextSeq;
    const endless = client.request('evaluate', { expression: 'while (true);', context: 'repl' });
    endless.catch(() => {});
    await client.request('threads', {});
    await client.request('cancel', { requestId });
    await expect(endless).rejects.toThrow('cancelled');
    await turning();
    expect(client.unobserved).not.toContain('stopped');
  });

  it('can be paused, looked at, cancelled there', async () => {
    const { client } = debuggee;
    await evaluate('1');
    const requestId = client.nextSeq;
    const endless = client.request('evaluate', {
      expression: '(function runaway() { for (;;); })()',
      context: 'repl',
    });
    endless.catch(() => {});
    // Answered in the middle of it: so it has begun.
    await client.request('completions', { text: 'tur', column: 4 });
    await client.request('pause', { threadId: 1 });
    await debuggee.stop();
    expect((await debuggee.frame()).name).toBe('runaway');
    await client.request('cancel', { requestId });
    await expect(endless).rejects.toThrow('cancelled');
    await client.waitFor('continued');
    await turning();
  });

  it('leaves the program alone when what is cancelled is over or waits', async () => {
    const { client } = debuggee;
    const requestId = client.nextSeq;
    const waiting = client.request('evaluate', {
      expression: 'await new Promise(() => {})',
      context: 'repl',
    });
    waiting.catch(() => {});
    await client.request('threads', {});
    await client.request('cancel', { requestId });
    await expect(waiting).rejects.toThrow('cancelled');
    await turning();
    expect(client.unobserved).not.toContain('stopped');
  });
});

describe.each(modes)('cancelling in the middle of the program, $mode', ({ inProcess }) => {
  const start = async (text: string) => {
    const debuggee = await Debuggee.start({ program: program(text), inProcess });
    const { client } = debuggee;
    const said = (words: string) => client.waitFor('output', ({ output }) => output.includes(words));
    await said('runs');
    const evaluate = (expression: string) => client.request('evaluate', { expression, context: 'repl' });
    const cancelled = async (expression: string) => {
      const requestId = client.nextSeq;
      const asked = evaluate(expression);
      asked.catch(() => {});
      await said('evaluating');
      await client.request('cancel', { requestId });
      await expect(asked).rejects.toThrow('cancelled');
    };
    return { debuggee, evaluate, said, cancelled };
  };

  it('ends none where calls of the program would be ended with it', async () => {
    const { debuggee, evaluate, said, cancelled } = await start(`
      console.log('runs');
      const timer = setInterval(() => {
        if (!globalThis.listener) return;
        clearInterval(timer);
        globalThis.listener();
        setTimeout(() => { console.log('went on'); setInterval(() => {}, 1000); }, 5);
      }, 5);`);
    await cancelled(`await new Promise(() => {
      globalThis.listener = () => { console.log('evaluating'); while (!globalThis.enough); };
    })`);
    await said('would be ended with it');
    await evaluate('globalThis.enough = true');
    await said('went on');
    await debuggee.end();
  });

  it('ends none after an await, where jobs of the program would be lost with it', async () => {
    const { debuggee, evaluate, said, cancelled } = await start(`
      console.log('runs');
      setInterval(() => { if (globalThis.enough) console.log('went on'); }, 5);`);
    await cancelled("await 0; console.log('evaluating'); while (!globalThis.enough);");
    await said('would be ended with it');
    await evaluate('globalThis.enough = true');
    await said('went on');
    await debuggee.end();
  });
});
