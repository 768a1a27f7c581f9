import { describe, expect, it } from 'vitest';
import { pythons } from './pythons.ts';
import { Script } from './support.ts';

const SOURCE = `import threading
LIMIT = 2

def work(items):
    total = 0
    for item in items:
        total += item  # add
    return total  # return

class Thing:
    def __init__(self):
        self.value = 1
        self._private = 2
    def method(self):
        return 3

thing = Thing()
work([1, 2, 3])
print("end")  # end
`;

describe.each(pythons)('evaluation in $name', (python) => {
  const start = async (mark = 'return') => {
    const script = await Script.start(python, { source: SOURCE, stops: { [mark]: {} } });
    await script.stop();
    return script;
  };

  it('knows the variables of the call, also in what is defined in an expression', async () => {
    const script = await start();
    expect(await script.evaluate('[x for x in items if x >= total // 3 and LIMIT]')).toBe('[2, 3]');
    expect(await script.evaluate('(lambda: total)()')).toBe('6');
    expect(await script.evaluate('  items [0]\n')).toBe('1');
    expect(await script.evaluate('threading.current_thread().name')).toBe("'MainThread'");
  });

  it('takes statements in the console, and keeps what they define', async () => {
    const script = await start();
    expect(await script.evaluate('fresh = total + 1')).toBe('');
    expect(await script.evaluate('fresh')).toBe('7');
    expect(await script.evaluate('total = 50')).toBe('');
    expect(await script.evaluate('total')).toBe('50');
    expect(await script.evaluate('for i in range(3):\n    fresh += i\nfresh')).toBe('10');
    expect(await script.evaluate('def twice(x):\n    return x * total\ntwice(2)')).toBe('100');
    expect(await script.evaluate('import math; math.floor(2.5)')).toBe('2');
    expect(await script.evaluate('None')).toBe('');
    expect(await script.evaluate('items.append(9)')).toBe('');
    expect(await script.evaluate('items')).toBe('[1, 2, 3, 9]');
    await script.debuggee.step('stepOut');
    expect((await script.debuggee.locals()).get('(return) work')?.value ?? '50').toBe('50');
  });

  it('says what is wrong in few words', async () => {
    const script = await start();
    await expect(script.evaluate('nothing', 'watch')).rejects.toThrow(
      "NameError: name 'nothing' is not defined",
    );
    await expect(script.evaluate('1 +', 'watch')).rejects.toThrow(/^SyntaxError: /);
    await expect(script.evaluate('x = 1', 'watch')).rejects.toThrow(/^SyntaxError: /);
    await expect(script.evaluate('exit(3)')).rejects.toThrow('SystemExit: 3');
    await expect(script.evaluate('1 / 0')).rejects.toThrow('ZeroDivisionError: division by zero');
    expect(await script.top()).toBe('work: return');
  });

  it('gives whole texts to the clipboard and the console', async () => {
    const script = await start();
    expect(await script.evaluate('"a" * 1000', 'clipboard')).toBe('a'.repeat(1000));
    expect(await script.evaluate('list(range(200))', 'clipboard')).toContain('198, 199]');
    expect(await script.evaluate('list(range(1000))')).toContain('998, 999]');
    expect((await script.evaluate('list(range(100000))', 'hover')).length).toBeLessThan(2100);
  });

  it('is ended by cancel, and the program goes on', async () => {
    const script = await start();
    const { client, debuggee } = script;
    const { id } = await debuggee.frame();
    const seq = client.nextSeq;
    const endless = client.request('evaluate', {
      expression: 'while True: pass',
      frameId: id,
      context: 'repl',
    });
    const refused = expect(endless).rejects.toThrow();
    await client.send('cancel', { requestId: seq });
    await refused;
    expect(await script.evaluate('total')).toBe('6');
    await debuggee.continue();
    await script.end();
  });

  it('of a __repr__ without an end is given up', async () => {
    const script = await Script.start(python, {
      source: `class Endless:
    def __repr__(self):
        while True:
            pass

def f():
    endless = Endless()
    other = 1
    return other  # here

f()
`,
      stops: { here: {} },
    });
    await script.stop();
    await expect(script.locals()).rejects.toThrow('took longer than');
    expect(await script.evaluate('other')).toBe('1');
    await script.debuggee.continue();
    await script.end();
  });

  it('works where no call is named, while the program runs', async () => {
    const script = await Script.start(python, {
      source: 'import time\nstate = [1]\nprint("up")\nwhile state:\n    time.sleep(0.01)\nprint("end")\n',
    });
    await script.client.waitFor('output', ({ output }) => output.includes('up'));
    const evaluate = async (expression: string) =>
      (await script.client.request('evaluate', { expression, context: 'repl' })).result;
    expect(await evaluate('state')).toBe('[1]');
    expect(await evaluate('state.clear()')).toBe('');
    await script.end();
  });

  it('completes names, members and nothing else', async () => {
    const script = await start();
    const { id: frameId } = await script.debuggee.frame();
    const complete = async (text: string) => {
      const { targets } = await script.client.request('completions', {
        frameId,
        text,
        column: text.length + 1,
      });
      return targets.map(({ label }) => label);
    };
    expect((await complete('to'))[0]).toBe('total');
    expect(await complete('thing.v')).toEqual(['value']);
    expect((await complete('thing.'))[0]).toBe('value');
    expect(await complete('print(thing.me')).toEqual(['method']);
    expect(await complete('items[0].bit_l')).toEqual(['bit_length']);
    expect(await complete('Thing().')).toEqual([]);
    expect(await complete('"tot')).toEqual([]);
    expect(await complete('LIM')).toEqual(['LIMIT']);
    expect(await complete('retu')).toEqual(['return']);
  });

  it('goes on from another line', async () => {
    const script = await start('add');
    const { client } = script;
    const { targets } = await client.request('gotoTargets', { source: { path: script.path }, line: 8 });
    expect(targets).toMatchObject([{ line: 8 }]);
    await client.request('goto', { threadId: 1, targetId: targets[0]!.id });
    expect(await script.stop()).toBe('goto work: return');
    expect(await script.evaluate('total')).toBe('0');
    const elsewhere = await client.request('gotoTargets', { source: { path: script.path }, line: 19 });
    expect(elsewhere.targets).toEqual([]);
  });

  it('lists modules and sources', async () => {
    const script = await start();
    const { modules } = await script.client.request('modules', {});
    expect(modules.find(({ name }) => name === '__main__')).toMatchObject({
      path: script.path,
      isUserCode: true,
    });
    expect(modules.find(({ name }) => name === 'threading')).toMatchObject({ isUserCode: false });
    expect(modules.filter(({ name }) => String(name).startsWith('tandem'))).toEqual([]);
    const { sources } = await script.client.request('loadedSources', {});
    expect(sources.map(({ path }) => path)).toContain(script.path);
    expect(sources.filter(({ path }) => path!.includes('tandem_launcher'))).toEqual([]);
  });
});
