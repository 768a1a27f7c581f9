import { describe, it } from 'vitest';
import { python } from '../../../extension/source/python/language.ts';
import { evaluates, shows } from './marked.ts';

describe('what is evaluated where the mouse is, in Python', () => {
  it('is a name with what it belongs to', () => {
    evaluates(python, [
      ['‸total += order.items[i].price * rate', 'total'],
      ['total += order.items[i].pr‸ice * rate', 'order.items[i].price'],
      ['total += order.it‸ems[i].price * rate', 'order.items'],
      ['total += order.items[‸i].price * rate', 'i'],
      ['total += order.items[i + 1].pr‸ice * rate', 'order.items[i + 1].price'],
      ['x = self.rows["a b"][0].na‸me', 'self.rows["a b"][0].name'],
      ['print(größe.we‸rt)', 'größe.wert'],
      ['return va‸lue', 'value'],
      ['x = (a\n  .b\n  .c‸)', 'a .b .c'],
      ['x = (a or b).‸c', '(a or b).c'],
      ['x = "text".‸upper', '"text".upper'],
      ["x = f'a {order.to‸tal!r:>{width}} b'", 'order.total'],
      ["x = f'a {order.total!r:>{wi‸dth}} b'", 'width'],
      ['x = f\'{a["k"].‸b}\' + c', 'a["k"].b'],
      ['def f(li‸mit, start=0): pass', 'limit'],
      ['def f(limit, st‸art=0): pass', 'start'],
      ['f(key=va‸lue)', 'value'],
      ['self._co‸unt = 1', 'self._count'],
    ]);
  });

  it('calls nothing, and changes nothing', () => {
    evaluates(python, [
      ['x = f(y).‸z', undefined],
      ['x = a[f(1)].‸z', undefined],
      ['x = a[i := 1].‸z', undefined],
      ['x = a.b(c)[0].‸d', undefined],
      ['x = ‸f(y)', 'f'],
    ]);
  });

  it('is nothing in texts, comments, keywords and names of arguments', () => {
    evaluates(python, [
      ['ret‸urn value', undefined],
      ['x = "na‸me"', undefined],
      ["x = f'na‸me {x}'", undefined],
      ["x = f'{{na‸me}}'", undefined],
      ['x = """\nna‸me\n""" + b', undefined],
      ['x = """\nname\n""" + ‸b', 'b'],
      ['x = r"\\" + ‸b', undefined],
      ['x = 1  # na‸me', undefined],
      ['x = 1‸2', undefined],
      ['f(ke‸y=value)', undefined],
      ['f(a, *b, ke‸y=value)', undefined],
      ['x = a ‸+ b', undefined],
      ['a["k‸ey"]', undefined],
    ]);
  });

  it('is sensible in code that is being written', () => {
    evaluates(python, [
      ['f(order.\nreturn order.to‸tal', 'order.total'],
      ['x = "open\ny = a.‸b', 'a.b'],
      ["x = f'{a\ny = a.‸b", 'a.b'],
      ['a.‸', undefined],
      [')] a.‸b', 'a.b'],
    ]);
  });
});

describe('variables of the stopped function, in Python', () => {
  it('are read and assigned, from its head to the stop', () => {
    shows(
      python,
      '# ',
      `
import json
RATE = 2
def other(total): return total * RATE
def add(order, tax: Tax = 1, *rest, key=None, **more) -> Total: # order tax rest key more
    total = order.count * tax # total order.count tax
    total += RATE # total RATE
    print("total", f"{total} order", json.dumps(key), sep=key) # total key
    if rest: # rest
        inner: Tax = order.items[0].price # inner order.items
    first, (second, *third) = rest # first second third rest
    rest[key] = first # rest key first
    for n, x in enumerate(rest): # n x rest
        with open(key) as file: # key file
            while (line := file.readline()): # line file
                ‸total -= len(line) # total line
                late = total
`,
    );
  });

  it('are not those of functions within, of comprehensions and lambdas', () => {
    shows(
      python,
      '# ',
      `
def outer(a, x): # a x
    def inner(b): # 
        return a + b
    class C:
        d = a
    e = [x for x in a if x] + [x] # e a x
    g = sorted(a, key=lambda b: b.x) # g a
    h = lambda a: a + 1 # h
    ‸return inner(e), h # e h
    z = 1
`,
    );
    shows(
      python,
      '# ',
      `
def outer(a):
    b = a
    async def inner(
        c, # c
        d=1, # d
    ):

        ‸return a + b + c # a b c
    return inner
`,
    );
  });

  it('are members, where they are not called', () => {
    shows(
      python,
      '# ',
      `
class Cart:
    total = 0
    def add(self, line): # self line
        """Adds a line to self.total"""
        self.lines.append(line.name.strip()) # self.lines line.name
        self.total = line.price * self.rate() # self.total line.price self
        ‸return total # 
`,
    );
  });

  it('of a module are not functions, classes and modules', () => {
    shows(
      python,
      '# ',
      `
import os, sys as system
from json import dumps
def f(): pass
class A: pass
a = f() # a
b: A = dumps(a, os, A, f) # b a
‸a = b # a b
`,
    );
  });

  it('are told in code that is being written', () => {
    shows(
      python,
      '# ',
      `
def f(a):
    b = g(a,
    return b
def g(c): # c
    d = c. # d c
    ‸return d # d
`,
    );
  });
});
