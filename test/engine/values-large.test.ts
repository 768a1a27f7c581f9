import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const PROGRAM = `const millions = {
  array: Array.from({ length: 1_000_000 }, (_, index) => index),
  bytes: new Uint8Array(1_000_000).fill(7),
  map: new Map(Array.from({ length: 300_000 }, (_, index) => ['k' + index, index])),
  set: new Set(Array.from({ length: 300_000 }, (_, index) => index)),
  object: Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => ['key' + index, index])),
};
debugger;
`;

/** A round trip takes a millisecond or two; V8's own way with what is large takes seconds. */
const BUDGET_MS = 1500;

describe.each(modes)('large values, $mode', ({ inProcess }) => {
  let debuggee: Debuggee;

  beforeEach(async () => {
    debuggee = await Debuggee.start({ program: program(PROGRAM), inProcess });
    await debuggee.stop();
  });

  afterEach(() => debuggee.end());

  async function members() {
    const { variablesReference } = await debuggee.evaluate('millions');
    return debuggee.children(variablesReference);
  }

  it('are shown, opened and paged in no time', async () => {
    const started = performance.now();
    const found = await members();
    expect(found.get('array')!.value).toMatch(/^\(1000000\) \[0, 1, .*…\]$/);
    expect(found.get('map')!.value).toBe(
      "Map(300000) {'k0' => 0, 'k1' => 1, 'k2' => 2, 'k3' => 3, 'k4' => 4, …}",
    );
    for (const name of ['array', 'bytes', 'map', 'set']) {
      const value = found.get(name)!;
      const length = name === 'map' || name === 'set' ? 300_000 : 1_000_000;
      expect(value).toMatchObject({ indexedVariables: length });
      const page = await debuggee.children(value.variablesReference, {
        filter: 'indexed',
        start: length - 100,
        count: 100,
      });
      expect([...page.keys()].at(-1)).toBe(`${length - 1}`);
      expect(page.size).toBe(100);
      const named = await debuggee.children(value.variablesReference, { filter: 'named' });
      expect([...named.keys()].at(-1)).toBe('[[Prototype]]');
    }
    expect(performance.now() - started).toBeLessThan(BUDGET_MS * 3);
  });

  it('come in ranges for a client that does not page', async () => {
    const found = await members();
    for (const name of ['array', 'map', 'set', 'bytes']) {
      const ranges = await debuggee.children(found.get(name)!.variablesReference);
      expect(ranges.size).toBeLessThan(110);
      const outer = await debuggee.children(ranges.get('[290000 … 299999]')!.variablesReference);
      const inner = await debuggee.children(outer.get('[299900 … 299999]')!.variablesReference);
      expect([...inner.keys()]).toHaveLength(100);
      expect(inner.has('299999')).toBe(true);
    }
  });

  it('that are objects come in ranges of their properties', async () => {
    const object = (await members()).get('object')!;
    const ranges = await debuggee.children(object.variablesReference);
    expect([...ranges.keys()].at(-1)).toBe('[[Prototype]]');
    expect(ranges.get('[0 … 9999]')!.value).toBe('key0 … key9999');
    const outer = await debuggee.children(ranges.get('[90000 … 99999]')!.variablesReference);
    const inner = await debuggee.children(outer.get('[99900 … 99999]')!.variablesReference);
    expect(inner.get('key99999')).toMatchObject({ value: '99999', evaluateName: 'millions.object.key99999' });
    const page = await debuggee.children(object.variablesReference, {
      filter: 'named',
      start: 50_000,
      count: 20,
    });
    expect([...page.keys()][0]).toBe('key50000');
    expect(page.size).toBe(20);
  });

  it('do not keep other requests waiting', async () => {
    const { array } = Object.fromEntries(await members());
    const { id: frameId } = await debuggee.frame();
    const order: string[] = [];
    const ask: typeof debuggee.client.request = async (command, args) => {
      const answer = await debuggee.client.request(command, args);
      order.push(command);
      return answer;
    };
    // All at once: whatever comes first is in the midst of its work then.
    const [{ variables }] = await Promise.all([
      ask('variables', {
        variablesReference: array!.variablesReference,
        filter: 'indexed',
        start: 0,
        count: 100_000,
      }),
      ask('evaluate', { expression: '1 + 1', frameId }),
      ask('threads', {}),
    ]);
    expect(variables).toHaveLength(100_000);
    expect(order).toHaveLength(3);
    expect(order.at(-1)).toBe('variables');
  });
});
