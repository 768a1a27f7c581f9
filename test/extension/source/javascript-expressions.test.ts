// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are sources.
import { describe, it } from 'vitest';
import { javascript, typescript, typescriptreact } from '../../../extension/source/javascript/language.ts';
import { evaluates } from './marked.ts';

describe('what is evaluated where the mouse is, in JavaScript', () => {
  it('is a name with what it is a member of', () => {
    evaluates(javascript, [
      ['x = ord‸er.items[0].price', 'order'],
      ['x = order.it‸ems[0].price', 'order.items'],
      ['x = order.items[0].pr‸ice', 'order.items[0].price'],
      ['f(a[i‸ + 1].b)', 'i'],
      ['f(a[i + 1].‸b)', 'a[i + 1].b'],
      ['f(a["k e y"][0].‸b)', 'a["k e y"][0].b'],
      ['a?.‸b', 'a?.b'],
      ['a?.[0].‸b', 'a?.[0].b'],
      ['th‸is.total', 'this'],
      ['this.to‸tal += 1', 'this.total'],
      ['this.#to‸tal', 'this.#total'],
      ['order\n  // all\n  .items\n  .len‸gth', 'order.items.length'],
      ['größe.we‸rt', 'größe.wert'],
      ['"text".len‸gth', '"text".length'],
      ['`text`.len‸gth', '`text`.length'],
      ['[1, 2].len‸gth', '[1, 2].length'],
      ['(a || b).‸c', '(a || b).c'],
      ['/[/]x/g.sou‸rce', '/[/]x/g.source'],
      ['a.class.‸if', 'a.class.if'],
      ['new Foo(a.‸b)', 'a.b'],
      ['a / b.‸c / d', 'b.c'],
      ['if (x) /y/.test(z.‸w)', 'z.w'],
      ['i++ / 2; a.‸b / c', 'a.b'],
    ]);
  });

  it('calls nothing, and changes nothing', () => {
    evaluates(javascript, [
      ['fn(x).‸y', undefined],
      ['a.b(x).c.‸y', undefined],
      ['a[f(1)].‸y', undefined],
      ['a[i++].‸y', undefined],
      ['a[i = 1].‸y', undefined],
      ['(await x).‸y', undefined],
      ['(new X).‸y', undefined],
      ['tag`x`.‸y', undefined],
      ['`a${b}`.‸y', undefined],
      ['f‸n(x).y', 'fn'],
      ['a.‸b(x).y', 'a.b'],
      ['import.meta.‸url', undefined],
      ['super.‸x', undefined],
    ]);
  });

  it('is nothing in texts, comments, and names that are no values', () => {
    evaluates(javascript, [
      ['x = "na‸me"', undefined],
      ["x = 'it\\'s na‸me'", undefined],
      ['x = `na‸me ${a.b}`', undefined],
      ['x = `name ${a.‸b} x`', 'a.b'],
      ['x = `a ${`b ${c.‸d}`} ${e}`', 'c.d'],
      ['x = `a ${`b ${c}`} ${‸e}`', 'e'],
      ['// na‸me', undefined],
      ['/* a\n na‸me */ b', undefined],
      ['x = /na‸me/', undefined],
      ['ret‸urn x', undefined],
      ['x = tr‸ue', undefined],
      ['x = 1‸2', undefined],
      ['const x‸ = 1', 'x'],
      ['({ pri‸ce: 1 })', undefined],
      ['({ price: am‸ount })', 'amount'],
      ['f({ pri‸ce })', 'price'],
      ['const { a‸: b } = x', undefined],
      ['const { a: ‸b } = x', 'b'],
      ['const { ‸b = 1, ...rest } = x', 'b'],
      ['({ pri‸ce() { return 1 } })', undefined],
      ['class A { to‸tal = 1 }', undefined],
      ['class A { static async to‸tal() { } }', undefined],
      ['class A { get total() { return this.#a.‸b } }', 'this.#a.b'],
      ['lo‸op: for (;;) break loop', undefined],
      ['x ? ‸a : b', 'a'],
      ['x ? a : ‸b', 'b'],
      ['switch (x) { case ‸y: z() }', 'y'],
      ['for (const a o‸f b) {}', undefined],
      ['for (const a of ‸b) {}', 'b'],
      ['import { a } from "a‸b"', undefined],
    ]);
  });

  it('is told among tags as well', () => {
    evaluates(javascript, [
      ['return <p className={na‸me}>it is</p>', 'name'],
      ['return <p className="x">it\'s {order.to‸tal}</p>', 'order.total'],
      ["return <p>it's or‸der</p>", undefined],
      ['return <P name={a} />; don.‸t', 'don.t'],
      ["const a = <><b.c x='1'>{list.map((it) => <li key={it.‸id}>{it}</li>)}</b.c></>", 'it.id'],
      ['const a = <div\n  id="x"\n  title={t.‸u}\n/>\nb', 't.u'],
      ['const a = b < c.‸d && e > f', 'c.d'],
    ]);
  });

  it('is sensible in code that is being written', () => {
    evaluates(javascript, [
      ['function f() {\n  g(order.\n  const x = order.to‸tal\n}', 'order.total'],
      ['function f() { if (x { a.‸b } }', 'a.b'],
      ['const x = "open\nconst y = a.‸b', 'a.b'],
      ['a.‸', undefined],
      ['}) ] a.‸b', 'a.b'],
      ['const x = { a: , b: c.‸d', 'c.d'],
      ['x = `open ${a.‸b', 'a.b'],
      ['f({ x: `open ${a }\n});\nconst y = a.‸b', 'a.b'],
      ['x = `open\nconst y = a.‸b', 'a.b'],
    ]);
  });
});

describe('what is evaluated where the mouse is, in TypeScript', () => {
  it('is what is left without types', () => {
    evaluates(typescript, [
      ['a!.‸b', 'a.b'],
      ['a!.b![0]!.‸c', 'a.b[0].c'],
      ['(a as B).‸c', '(a).c'],
      ['(a as B<C>[] | undefined)?.‸c', '(a)?.c'],
      ['x = <T>a.‸b', 'a.b'],
      ['x = f<T, U[]>(a.‸b)', 'a.b'],
      ['x = a < b.‸c', 'b.c'],
      ['x satisfies Y; a.‸b', 'a.b'],
      ['for (let i = 0; i < n; i += 1) a[‸i]', 'i'],
    ]);
  });

  it('is nothing in a type', () => {
    evaluates(typescript, [
      ['let x: Ord‸er = y', undefined],
      ['let x: Order = ‸y', 'y'],
      ['let x: { order: Ord‸er } = y', undefined],
      ['function f<T extends A>(a: A‸, b?: { c: D }): E<F> { return a }', undefined],
      ['function f(a: A, b?: { c: D }): E<F> { return b.‸c }', 'b.c'],
      ['const f = (a: A): a is B<C> => a.‸b', 'a.b'],
      ['const f = (a: A): B => ‸a', 'a'],
      ['const f = async <T,>(a: T): Promise<T> => a.‸b', 'a.b'],
      ['type A = { b: B; c‸: C } | D\nx.y', undefined],
      ['type A<T> = T extends B ? C : D\nx.‸y', 'x.y'],
      ['interface A extends B { c‸: D }', undefined],
      ['class A<T> extends B<T> implements C { private readonly d: D<T> = e.‸f; g?: H }', 'e.f'],
      ['class A { constructor(private readonly ‸d: D) {} }', 'd'],
      ['enum A { B‸ = 1 }', undefined],
      ['x as An‸y', undefined],
      ['declare const a: A; a.‸b', 'a.b'],
      ['abstract class A { abstract b(): C; d() { return this.‸e } }', 'this.e'],
      ['type.‸a', 'type.a'],
    ]);
    evaluates(typescriptreact, [
      ["const a = <T,>(x: T) => <p>it's {x.‸y}</p>", 'x.y'],
      ["const [a] = useState<string>(b.‸c); return <p>it's</p>", 'b.c'],
    ]);
  });
});
