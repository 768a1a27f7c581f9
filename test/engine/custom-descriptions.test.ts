import { describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const PROGRAM = `const { inspect } = require('node:util');
class Point {
  #unit = 'px';
  constructor(x) { this.x = x; }
  toString() { return \`at \${this.x}\${this.#unit}\`; }
}
class Near extends Point {}
class Money {
  amount = 3;
  [inspect.custom](depth, { stylize }) { return stylize(this.amount + '€', 'number') + '\\n each'; }
  toString() { return 'money'; }
}
class Counted {
  n = 0;
  toString() { this.n += 1; return 'counted'; }
}
class Endless {
  n = 0;
  toString() { for (;;); }
}
class Thrower {
  n = 0;
  toString() { throw new Error('no words'); }
}
class Plain { n = 0; }
class Stopper {
  n = 0;
  toString() { debugger; return 'stopper'; }
}
function show() {
  const point = new Point(1);
  const near = new Near(2);
  const money = new Money();
  const counted = new Counted();
  const endless = new Endless();
  const thrower = new Thrower();
  const plain = new Plain();
  const stopper = new Stopper();
  const failure = new TypeError('said by V8');
  const list = [point, money];
  const outer = { point, plain };
  debugger;
  console.log(counted.n);
}
show();
`;

const PROPERTIES = {
  counted: 'Counted {n: 0}',
  endless: 'Endless {n: 0}',
  thrower: 'Thrower {n: 0}',
  plain: 'Plain {n: 0}',
  stopper: 'Stopper {n: 0}',
  failure: 'TypeError: said by V8',
};

describe.each(modes)('with customDescriptions, $mode', ({ inProcess }) => {
  const shownWith = async (settings: object) => {
    const path = program(PROGRAM);
    // Nobody wants to stop in what the debugger calls.
    const breakpoints = { [path]: [{ line: 5 }] };
    const debuggee = await Debuggee.start({ program: path, inProcess, breakpoints, ...settings });
    await debuggee.stop();
    const locals = await debuggee.locals();
    return {
      debuggee,
      locals,
      shown: Object.fromEntries([...locals].map(([name, { value }]) => [name, value])),
    };
  };

  it('instances are shown in the words of their classes, where that changes nothing', async () => {
    const { debuggee, locals, shown } = await shownWith({ customDescriptions: true });
    expect(shown).toMatchObject({ ...PROPERTIES, point: 'at 1px', near: 'at 2px', money: '3€ each' });
    const inside = await debuggee.children(locals.get('outer')!.variablesReference);
    expect(inside.get('point')).toMatchObject({ value: 'at 1px', evaluateName: 'outer.point' });
    const members = await debuggee.children(inside.get('point')!.variablesReference);
    expect(members.get('x')?.value).toBe('1');
    expect(members.get('[[Prototype]]')?.value).not.toContain('at');
    expect((await debuggee.evaluate('near', 'hover')).result).toBe('at 2px');
    expect((await debuggee.evaluate('counted.n')).result).toBe('0');
    await debuggee.end();
  });

  it('and without it, by their properties', async () => {
    const { debuggee, shown } = await shownWith({});
    expect(shown).toMatchObject({
      ...PROPERTIES,
      near: "Near {#unit: 'px', x: 2}",
      money: 'Money {amount: 3}',
    });
    await debuggee.end();
  });
});
