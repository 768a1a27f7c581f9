import { describe, it } from 'vitest';
import { javascript, typescript } from '../../../extension/source/javascript/language.ts';
import { shows } from './marked.ts';

describe('variables of the stopped function, in JavaScript', () => {
  it('are read and assigned, from its head to the stop', () => {
    shows(
      javascript,
      '//',
      `
const rates = load();
let total = 0;
function other(total) { return total * rates; }
function add(order, { tax = 1, ...rest }, [first] = [], ...more) { // order tax rest first more
  const sum = order.items.length * tax; // sum order.items.length tax
  total += sum; // total sum
  console.log('sum', sum, { sum, order: 1, key: tax }, \`\${sum} total\`); // sum tax
  if (first == null) { // first
    let inner = 1;
    total -= inner; // total
  }
  ‸return finish(sum, rates, add); // sum rates
  sum.x = total;
}`,
    );
  });

  it('are those that a name means there', () => {
    shows(
      javascript,
      '//',
      `
function f(list, i) { // list
  for (let i = 0; i < 3; i += 1) list.push(i); // list
  for (const [k, v] of list) { // list
    const k2 = k;
  }
  const x = i; // x
  {
    const x = 2;
    use(x);
  }
  for (let i = 0; i < list.length; i += 1) { // i list.length
    const item = list[i]; // item list i
    ‸use(item, x); // item x
  }
}`,
    );
  });

  it('are not those of functions within, nor outside', () => {
    shows(
      javascript,
      '//',
      `
function outer(a) {
  const b = a;
  const g = (c) => { // c
    ‸return a + b + c; // a b c
  };
  return g(b);
}`,
    );
    shows(
      javascript,
      '//',
      `
function outer(a) { // a
  const g = (c) => c + a;
  const h = function (d) { return d; };
  class B { e = a; f(g) { return g; } }
  const late = wait(() => a); // late
  ‸return g(late); // late
}`,
    );
    shows(javascript, '//', 'const g = (c) => d(‸c, e => e * c); // c');
    shows(
      javascript,
      '//',
      `
const limit = 3; // limit
import fs, { b } from 'fs';
let n = b; // n
‸n = limit; // n limit`,
    );
  });

  it('are members, where they are not called', () => {
    shows(
      javascript,
      '//',
      `
class Cart {
  #lines = [];
  add(line) { // line
    this.#lines.push(line.name.trim(), this.count?.x); // this.#lines line.name this.count?.x
    this.total = line.price * this.rate(); // this.total line.price
    line.a.b\`x\`; // line.a
    line(1); 
    line?.(this);
    delete line.old[0]; // line.old
    ‸return this;
  }
}`,
    );
  });

  it('have values: what is declared at the stop, or later, has none yet', () => {
    shows(
      javascript,
      '//',
      `
function f(a) { // a
  try {
    work(a); // a
  } catch ({ code, message: text }) { // code text
    const b = a, c = ‸code; // b a code
  }
}`,
    );
  });

  it('each once in a line', () => {
    shows(javascript, '//', 'function f(a) { ‸return a + a + a.b + a.b; } // a a.b');
  });

  it('may stand among tags, and in code that is being written', () => {
    shows(
      javascript,
      '//',
      `
function List({ items, title }) { // items title
  const rows = items.map((it) => <li key={it.id}>it's {title}</li>); // rows items
  ‸return <ul title={title}>{rows} items</ul>; // title rows
}`,
    );
    shows(
      javascript,
      '//',
      `
function f(a) { // a
  const b = a.; // b a
  g(a, // a
  ‸return b; // b
}`,
    );
  });
});

describe('variables of the stopped function, in TypeScript', () => {
  it('are no types', () => {
    shows(
      typescript,
      '//',
      `
type order = { total: number };
function f<T extends order>(this: Window, order: T, total?: Map<string, order>): Promise<T> { // order total
  const x: order = order as unknown as order; // x order
  const y = <order>order!.items![0]; // y order.items
  interface total { order: order }
  enum rates { total }
  ‸return g<order>(x, total!.size satisfies number); // x total.size
}`,
    );
    shows(
      typescript,
      '//',
      `
class A {
  constructor(private readonly order: Order, public count = 1) { // order count
    ‸this.count = count; // this.count count
  }
}`,
    );
  });
});
