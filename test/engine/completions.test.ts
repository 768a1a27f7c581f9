import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const PROGRAM = `globalThis.touched = 0;
globalThis.globally = { shared: 1 };
const trap = new Proxy({}, { get: () => () => { touched += 1; } });
class Animal { #secret = 1; get noise() { touched += 1; return 'x'; } speak() { return this.#secret; } }
class Dog extends Animal { bark() {} tail = 1; }
function walk(distance) {
  const dog = new Dog();
  const distant = { 'with-dash': 1, plain: 2, _hidden: 3 };
  const proxy = new Proxy({ target: 1 }, trap);
  const text = 'abc';
  const side = () => { touched += 1; return dog; };
  debugger;
  return [dog, distance, distant, proxy, text, side];
}
walk(3);
setInterval(() => {}, 1000);
console.log('runs');
`;

describe.each(modes)('completions, $mode', ({ inProcess }) => {
  let debuggee: Debuggee;

  beforeEach(async () => {
    debuggee = await Debuggee.start({ program: program(PROGRAM), inProcess });
    await debuggee.stop();
  });

  afterEach(() => debuggee.end());

  /** `|` marks the cursor. */
  async function complete(marked: string, frameId?: number): Promise<DebugProtocol.CompletionItem[]> {
    const before = marked.slice(0, marked.indexOf('|'));
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    const text = marked.replace('|', '');
    return (await debuggee.client.request('completions', { text, line, column, ...(frameId && { frameId }) }))
      .targets;
  }

  const labels = async (marked: string) => {
    const { id } = await debuggee.frame();
    return (await complete(marked, id)).map(({ label }) => label);
  };

  it('name what is in scope, nearest first, then the program, then keywords', async () => {
    expect((await labels('dis|')).slice(0, 2)).toEqual(['distance', 'distant']);
    expect(await labels('glob|')).toEqual(expect.arrayContaining(['globally', 'globalThis']));
    expect(await labels('type|')).toContain('typeof');
    expect(await labels('do|')).toEqual(expect.arrayContaining(['dog', 'Dog', 'do']));
    await debuggee.evaluate('const distinct = 1', 'repl');
    expect(await labels('dist|')).toEqual(['distance', 'distant', 'distinct']);
  });

  it('name members, own ones first, and call nothing', async () => {
    const members = await labels('dog.|');
    expect(members[0]).toBe('tail');
    expect(members).toEqual(expect.arrayContaining(['bark', 'speak', 'noise', 'hasOwnProperty']));
    expect(members.indexOf('bark')).toBeLessThan(members.indexOf('speak'));
    expect(await labels('walk(1); dog?.sp|')).toEqual(['speak']);
    expect(await labels('[dog][0].ba|')).toEqual(['bark']);
    expect(await labels('"abc".toUp|')).toEqual(['toUpperCase']);
    expect(await labels('text.trimE|')).toEqual(['trimEnd']);
    expect(await labels('new Map().forE|')).toEqual([]);
    expect(await labels('globally.sh|')).toEqual(['shared']);
    expect(await labels('proxy.tar|')).toEqual(['target']);
    expect(await labels('side().|')).toEqual([]);
    expect((await debuggee.evaluate('touched')).result).toBe('0');
  });

  it('put what is no identifier into brackets, and know quotes', async () => {
    const { id } = await debuggee.frame();
    const [dashed] = await complete('1 + distant.wi|', id);
    expect(dashed).toMatchObject({ label: 'with-dash', text: '["with-dash"]', start: 12, length: 3 });
    expect(await labels('distant["wi|')).toEqual(['with-dash']);
    expect((await labels('distant.|')).slice(0, 3)).toEqual(['plain', 'with-dash', '_hidden']);
  });

  it('know several lines, and where nothing can come', async () => {
    expect(await labels('const x = 1;\ndog.ba|\n+ 1')).toEqual(['bark']);
    for (const text of ["'dis|", '// dis|', '12|', '`dis|']) expect(await labels(text)).toEqual([]);
    expect(await labels('`${dog.ba|')).toEqual(expect.any(Array));
  });

  it('come while the program runs', async () => {
    await debuggee.continue();
    await debuggee.client.waitFor('output');
    expect((await complete('globally.|')).map(({ label }) => label)).toContain('shared');
    expect((await complete('globalT|')).map(({ label }) => label)).toContain('globalThis');
  });
});
