import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const PROGRAM = `class Account {
  #owner = 'Ada';
  static #count = 1;
  constructor() { this.balance = 5; }
  get #hidden() { return this.#owner + '!'; }
  get label() { return this.#owner; }
  set only(value) {}
}
class Savings extends Account { rate = 2; }
function named(a, b) { return a; }
globalThis.trapped = 0;
const trap = new Proxy({}, { get: () => () => { trapped += 1; } });
function show() {
  const account = new Account();
  const savings = new Savings();
  const holes = [, 1, , , 2, ,];
  const minusZero = -0;
  const notANumber = NaN;
  const surrogate = '\\ud800';
  const long = 'x'.repeat(50_000);
  const boxed = [Object(1n), Object('abc'), Object(Symbol('s')), Object(true)];
  const bigBox = Object(1n);
  const buffer = new Uint8Array([1, 2, 255]).buffer;
  const view = new DataView(buffer, 1);
  const node = Buffer.from('abc');
  const url = new URL('https://example.org/path?q=1');
  const bare = Object.create(null);
  bare.here = true;
  const proxy = new Proxy({ target: 1 }, trap);
  const revocable = Proxy.revocable([], {}); revocable.revoke();
  const revoked = revocable.proxy;
  const rejected = Promise.reject(new Error('later')); rejected.catch(() => {});
  const failure = Object.assign(new AggregateError([new Error('one')], 'many', { cause: 'root' }), { code: 'E_MANY' });
  const bound = named.bind({ self: 1 }, 7);
  const weakMap = new WeakMap([[bare, 'weak']]);
  const weak = new WeakRef(bare);
  const generator = (function* () { yield 1; })();
  const iterator = new Map([['k', 'v']]).entries();
  const iterable = { [Symbol.iterator]() {}, [Symbol('own')]: 3 };
  const map = new Map([['a', 1], [{ k: 1 }, { deep: true }], [3, 'three']]);
  const frozen = Object.freeze({ fixed: 1 });
  const arrow = async (x) => x;
  const klass = Savings;
  const args = (function () { return arguments; })(1, 'two');
  const number = 255;
  const negative = -16;
  const big = 4096n;
  debugger;
  return [account, minusZero, long];
}
show();
`;

describe.each(modes)('kinds of values, $mode', ({ inProcess }) => {
  let debuggee: Debuggee;

  beforeEach(async () => {
    debuggee = await Debuggee.start({ program: program(PROGRAM), inProcess });
    await debuggee.stop();
  });

  afterEach(() => debuggee.end());

  const members = async (name: string) =>
    debuggee.children((await debuggee.locals()).get(name)!.variablesReference);

  it('are told in one line', async () => {
    const locals = await debuggee.locals();
    const shown = Object.fromEntries([...locals].map(([name, { value }]) => [name, value]));
    expect(shown).toMatchObject({
      account: "Account {#owner: 'Ada', balance: 5}",
      holes: '(6) [empty, 1, empty × 2, 2, empty]',
      minusZero: '-0',
      notANumber: 'NaN',
      surrogate: "'\\ud800'",
      bigBox: 'BigInt {1n}',
      buffer: 'ArrayBuffer(3)',
      view: 'DataView(2)',
      node: 'Buffer(3) [97, 98, 99]',
      url: 'URL https://example.org/path?q=1',
      bare: '{here: true}',
      weak: 'WeakRef {{…}}',
      generator: 'Generator {<suspended>}',
      failure: 'AggregateError: many',
      rejected: 'Promise {<rejected> Error: later}',
      arrow: 'async ƒ (x)',
      klass: 'class Savings extends Account',
      args: "Arguments(2) [1, 'two']",
    });
    expect(shown.long!.length).toBeLessThan(11_000);
    expect(shown.long).toMatch(/…$/);
    const whole = await debuggee.evaluate('long', 'clipboard');
    expect(whole.result).toHaveLength(50_000);
  });

  it('of a class show private members, accessors of the class on request, and the prototype last', async () => {
    const savings = await members('savings');
    expect(savings.get('#owner')).toMatchObject({
      value: "'Ada'",
      evaluateName: 'savings.#owner',
      presentationHint: { visibility: 'private' },
    });
    expect((await debuggee.evaluate('savings.#owner')).result).toBe("'Ada'");
    expect(savings.get('label')).toMatchObject({
      evaluateName: 'savings.label',
      presentationHint: { lazy: true },
    });
    for (const getter of ['label', '#hidden']) {
      const [value] = (await debuggee.children(savings.get(getter)!.variablesReference)).values();
      expect(value!.value).toBe(getter === 'label' ? "'Ada'" : "'Ada!'");
    }
    expect([...savings.keys()].at(-1)).toBe('[[Prototype]]');
    expect(savings.get('[[Prototype]]')!.evaluateName).toBe('Object.getPrototypeOf(savings)');
  });

  it('show what is in a map as pairs that open up', async () => {
    const map = await members('map');
    expect([...map].map(([name, { value }]) => `${name}: ${value}`).slice(0, 4)).toEqual([
      "0: 'a' => 1",
      '1: {…} => {…}',
      "2: 3 => 'three'",
      'size: 3',
    ]);
    const [pair, second] = await Promise.all(
      ['0', '1'].map((index) => debuggee.children(map.get(index)!.variablesReference)),
    );
    expect(pair!.get('value')).toMatchObject({ value: '1', evaluateName: 'map.get("a")' });
    const value = await debuggee.children(second!.get('value')!.variablesReference);
    expect(value.get('deep')!.value).toBe('true');
    const weak = await members('weakMap');
    const entries = await debuggee.children(weak.get('[[Entries]]')!.variablesReference);
    expect([...entries.values()][0]!.value).toContain('weak');
  });

  it('show the target and the handler of a proxy without waking it', async () => {
    const proxy = await members('proxy');
    expect([...proxy.keys()]).toEqual(expect.arrayContaining(['[[Target]]', '[[Handler]]', '[[IsRevoked]]']));
    const target = await debuggee.children(proxy.get('[[Target]]')!.variablesReference);
    expect(target.get('target')!.value).toBe('1');
    expect((await members('revoked')).get('[[IsRevoked]]')!.value).toBe('true');
    expect((await debuggee.evaluate('trapped')).result).toBe('0');
  });

  it('show the inside of errors, promises, bound functions, weak references and iterators', async () => {
    const failure = await members('failure');
    expect(failure.get('cause')!.value).toBe("'root'");
    expect(failure.get('code')!.value).toBe("'E_MANY'");
    expect(failure.get('errors')!.value).toContain('Error: one');
    expect(failure.has('stack')).toBe(true);
    const rejected = await members('rejected');
    expect(rejected.get('[[PromiseState]]')!.value).toBe("'rejected'");
    expect(rejected.get('[[PromiseResult]]')!.value).toBe('Error: later');
    const bound = await members('bound');
    expect(bound.get('[[TargetFunction]]')!.value).toBe('ƒ named(a, b)');
    expect(bound.get('[[BoundArgs]]')!.value).toBe('(1) [7]');
    expect((await members('weak')).get('[[WeakRefTarget]]')!.value).toBe('{here: true}');
    expect((await members('iterator')).has('[[Entries]]')).toBe(true);
  });

  it('name symbols that an expression can name', async () => {
    const iterable = await members('iterable');
    expect(iterable.get('Symbol(Symbol.iterator)')!.evaluateName).toBe('iterable[Symbol.iterator]');
    expect(iterable.get('Symbol(own)')).toMatchObject({ value: '3' });
    expect(iterable.get('Symbol(own)')).not.toHaveProperty('evaluateName');
    expect((await members('frozen')).get('fixed')!.presentationHint!.attributes).toContain('readOnly');
  });

  it('have the same number whenever they are asked for in one stop', async () => {
    const frames = (await debuggee.frames()).map(({ id }) => id);
    expect((await debuggee.frames()).map(({ id }) => id)).toEqual(frames);
    const numbers = async () => {
      const scopes = (await debuggee.scopes()).map(({ variablesReference }) => variablesReference);
      const locals = [...(await debuggee.locals()).values()].map(
        ({ variablesReference }) => variablesReference,
      );
      const inside = [...(await members('map')).values(), ...(await members('savings')).values()];
      const { variablesReference } = await debuggee.evaluate('account');
      return [
        ...scopes,
        ...locals,
        ...inside.map(({ variablesReference }) => variablesReference),
        variablesReference,
      ];
    };
    expect(await numbers()).toEqual(await numbers());
  });

  it('are shown in hexadecimal on request', async () => {
    const [scope] = await debuggee.scopes();
    const { variables } = await debuggee.client.request('variables', {
      variablesReference: scope!.variablesReference,
      format: { hex: true },
    });
    const shown = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
    expect(shown).toMatchObject({ number: '0xff', negative: '-0x10', big: '0x1000n', notANumber: 'NaN' });
    const { id } = await debuggee.frame();
    const answer = { expression: 'number + 1', frameId: id, context: 'watch', format: { hex: true } };
    expect((await debuggee.client.request('evaluate', answer)).result).toBe('0x100');
  });
});
