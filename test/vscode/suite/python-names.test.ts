import * as assert from 'node:assert/strict';
import { expressionAt, functionAround, variablesIn } from '../../../extension/python/names.ts';

describe('names in a line of Python', () => {
  const SUM = 'total += order.items[i].price * rate';
  const EXPRESSIONS: readonly (readonly [line: string, at: string, expression: string | undefined])[] = [
    [SUM, 'total', 'total'],
    [SUM, 'price', 'order.items[i].price'],
    [SUM, 'items', 'order.items'],
    [SUM, 'i]', 'i'],
    ['x = self.rows["a b"][0].name', 'name', 'self.rows["a b"][0].name'],
    ['print(größe.wert)', 'wert', 'größe.wert'],
    ['return value', 'value', 'value'],
    ['x = f(y).z', 'z', undefined],
    ['x = a[f(1)].z', 'z', undefined],
    ['return value', 'return', undefined],
    ['x = "name"', 'name', undefined],
    ["x = f'name'", 'name', undefined],
    ['x = 1  # name', 'name', undefined],
    ['x = 12', '12', undefined],
    ['x = y', '= y', undefined],
  ];

  it('are evaluated with what they belong to, and without a call', () => {
    for (const [line, at, expression] of EXPRESSIONS) {
      const found = expressionAt(line, line.indexOf(at));
      assert.equal(found?.name, expression, `${line}, at "${at}"`);
      if (found) assert.equal(line.slice(found.start, found.end), expression);
    }
  });

  const VARIABLES: Readonly<Record<string, readonly string[]>> = {
    'total += order.items[i] * rate  # all': ['total', 'order', 'i', 'rate'],
    'for price in prices:': ['price', 'prices'],
    'print("sum", total(x, key=value), *rest)': ['x', 'value', 'rest'],
    'def add(limit, start=0):': ['limit'],
    'if a == b:': ['a', 'b'],
    's = f"{a}" + \'b\' + """c': ['s'],
    'import os': [],
  };

  it('are variables unless they are attributes, keywords, or called', () => {
    for (const [line, names] of Object.entries(VARIABLES))
      assert.deepEqual(
        variablesIn(line).map(({ name }) => name),
        names,
        line,
      );
  });

  it('are those of the function in which the program stands', () => {
    const lines = [
      'import sys', // 0
      'def outer():', // 1
      '    a = 1', // 2
      '    async def inner(x):', // 3
      '        if x:', // 4
      '# at the margin', // 5
      '            return x', // 6
      '    b = 2', // 7
      'print(outer())', // 8
    ];
    assert.deepEqual(
      [2, 6, 7, 8].map((line) => functionAround(lines, line)),
      [1, 3, 1, 0],
    );
  });
});
