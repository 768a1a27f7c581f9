import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const SOURCE = `interface Item { readonly price: number; readonly amount: number }
const surcharge = 2;
function total(items: readonly Item[], discount: number): number {
  let sum = surcharge;
  for (const item of items) {
    const subtotal = item.price * item.amount;
    const explain = (label: string) => {
      const message = label + subtotal;
      debugger;
      return message + discount;
    };
    sum += explain('sum ').length;
  }
  return sum - discount;
}
console.log(total([{ price: 3, amount: 4 }, { price: 1, amount: 1 }], 1));
`;

const LOOP = `for (const { price, amount: count = 2 } of [{ price: 3 }]) {
  debugger;
  console.log(price * count);
}
`;

const CALLS = `class Cart {
  get total(): number { return checkout(this); }
}
function checkout(cart: Cart): number { return [cart].map((it) => visit(it))[0]!; }
const visit = (cart: Cart): number => settle.call(undefined, cart);
const settle = function (cart: Cart): number {
  debugger;
  return cart ? 1 : 0;
};
console.log(new Cart().total);
`;

async function minified(source: string): Promise<string> {
  const directory = files({ 'shop.ts': source });
  await build({
    entryPoints: [join(directory, 'shop.ts')],
    outfile: join(directory, 'out.js'),
    bundle: true,
    minify: true,
    sourcemap: true,
    platform: 'node',
    minifySyntax: false,
    logLevel: 'silent',
  });
  return join(directory, 'out.js');
}

describe.each(modes)('names that a tool has changed, $mode', ({ inProcess }) => {
  it('are those of the source, in scopes, expressions, completions, and where values are set', async () => {
    const debuggee = await Debuggee.start({ program: await minified(SOURCE), inProcess });
    await debuggee.stop();
    const { id: frameId } = await debuggee.frame();
    const locals = await debuggee.locals();
    expect(locals.get('label')).toMatchObject({ value: "'sum '", evaluateName: 'label' });
    expect(locals.get('message')!.value).toBe("'sum 12'");
    const scopes = await debuggee.scopes();
    const outer = await Promise.all(
      scopes.slice(1, -1).map((it) => debuggee.children(it.variablesReference)),
    );
    const visible = new Set(outer.flatMap((scope) => [...scope.keys()]));
    expect([...visible]).toEqual(expect.arrayContaining(['subtotal', 'discount']));

    expect((await debuggee.evaluate('message + subtotal + discount')).result).toBe("'sum 12121'");
    expect((await debuggee.evaluate('({ message, label: label })')).result).toBe(
      "{message: 'sum 12', label: 'sum '}",
    );
    expect((await debuggee.evaluate('[1].map((label) => label + discount)')).result).toBe('(1) [2]');
    expect((await debuggee.evaluate('message', 'hover')).result).toBe("'sum 12'");
    await expect(debuggee.evaluate('items')).rejects.toThrow('items is not available here');

    const { targets } = await debuggee.client.request('completions', { text: 'mess', column: 5, frameId });
    expect(targets.map(({ label }) => label)).toContain('message');

    const [local] = scopes;
    const set = (name: string, value: string) =>
      debuggee.client.request('setVariable', {
        variablesReference: local!.variablesReference,
        name,
        value,
      });
    await set('label', 'label + "!"');
    expect((await debuggee.evaluate('label')).result).toBe("'sum !'");
    expect((await debuggee.locals()).get('label')!.value).toBe("'sum !'");
    await debuggee.client.request('setExpression', { expression: 'discount', value: '5', frameId });
    expect((await debuggee.evaluate('discount')).result).toBe('5');
    await debuggee.end();
  });

  it('are those of the source in the call stack, for functions that are named where they are written', async () => {
    const debuggee = await Debuggee.start({ program: await minified(CALLS), inProcess });
    await debuggee.stop();
    const names = (await debuggee.frames()).map(({ name }) => name);
    expect(names.slice(0, 5)).toEqual([
      'settle',
      'visit',
      '(anonymous)',
      'checkout',
      // The class has another name, too, but V8 only tells the one that the program gives it.
      expect.stringMatching(/^get \w+\.total$/),
    ]);
    await debuggee.end();
  });

  it('are those of the source where the head of a loop declares them', async () => {
    const debuggee = await Debuggee.start({ program: await minified(LOOP), inProcess });
    await debuggee.stop();
    const locals = await debuggee.locals();
    expect(locals.get('price')!.value).toBe('3');
    expect(locals.get('count')!.value).toBe('2');
    expect((await debuggee.evaluate('price * count')).result).toBe('6');
    await debuggee.end();
  });
});
