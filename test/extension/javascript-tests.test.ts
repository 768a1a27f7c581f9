import { describe, expect, it } from 'vitest';
import { importedRunner } from '../../extension/testing/scan/imported-runner.ts';
import { javascriptTests } from '../../extension/testing/scan/javascript-tests.ts';
import { itemAt, titleOf } from '../../extension/testing/scan/test-item.ts';
import { trails } from '../testing/support.ts';

const found = (source: string): string[] => trails(javascriptTests(source));

describe('tests in JavaScript', () => {
  it('are found with their suites, by all names that they have', () => {
    const source = `
      describe('a', () => { it('b', f); context('c', function () { specify("d", f); }); });
      suite('e', () => { test('f', f); });
      fdescribe('g', () => { fit('h', f); });`;
    expect(found(source)).toEqual(['a', 'a > b', 'a > c', 'a > c > d', 'e', 'e > f', 'g', 'g > h']);
  });

  it.each([
    ["it('it\\'s \\u00e4 \\x41\\n', f)", "it's ä A\n"],
    ['it("a" + b + \'c\', f)', 'a…c'],
    ["it('a'.repeat(3), () => {})", '…'],
    ['it(titleOf(1), { timeout: 1 }, async function () {})', '…'],
    ["it(long ? 'a' : 'b', () => {})", '…'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a source.
    ['it(`a ${ `n ${ {a: "}"} }` } b`, f)', 'a … b'],
    ['it(name, async () => {})', '…'],
    ['describe(Thing, () => {})', 'Thing'],
    ['describe(Thing.name, () => {})', 'Thing'],
    ["it.each([[1, ')'], [2, 3]])('%i to $b.c, 100%%', f)", '… to …, 100%'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a source.
    ['it.each`a | b\n${1} | ${2}`("row $a", f)', 'row …'],
    ["it.each<Row<string>>([{ a: 1 }])('of $a', f)", 'of …'],
    ["test.for([1])('for %s', f)", 'for …'],
    ["test.skipIf(a(b))('unless', f)", 'unless'],
    ["it.only('only', f)", 'only'],
    ["it.concurrent.only('both', f)", 'both'],
    ["it<Context>('typed', f)", 'typed'],
    ["test('options', { timeout: 1 }, f)", 'options'],
    ["test.describe('of an object', f)", 'of an object'],
    ["it(\n  // why\n  'far away',\n  f)", 'far away'],
    ["it('costs $5 and 5%', f)", 'costs $5 and 5%'],
  ])('%s is called %j', (source, title) => {
    expect(javascriptTests(source).map(titleOf)).toEqual([title]);
  });

  it.each([
    "// it('x', f)",
    "/* it('x', f) */",
    'const text = "it(\'x\', f)";',
    "const text = `it('x', f)`;",
    "/it('x', f)/.exec(a)",
    "pattern.test('x', f)",
    "this.it('x', f)",
    'function it(a, b) {}',
    'const o = { test(a, b) {}, it: (a) => 1 };',
    'it(name, other)',
    "it('pending')",
    "it.skip('x', f)",
    "it.todo('x', f)",
    "xit('x', f)",
    "describe.skip('x', () => { it('y', f); });",
    "xdescribe('x', () => { it('y', f); });",
    "if (i < it && j > test('x')) {}",
    "new test('x', f)",
    "it.constructor.each('x', f)",
    "constructor('x', f)",
  ])('%s is none that runs', (source) => {
    expect(found(source)).toEqual([]);
  });

  it('are found behind all that looks like something else', () => {
    const source = `
      const half = a / b; const more = c / d; // it's
      const odd = /[/'"\`]/.test(x) || a++ / 2;
      const element = <p className="it's">Don't <b>{\`\${1}\`}</b> / it's</p>;
      const text = 'not closed
      return /'/;
      it('here', f);`;
    expect(found(source)).toEqual(['here']);
  });

  it('end where they do, whatever stands behind the slash of a tag', () => {
    const list = '  <ul>{x.map((y) => <li>{y}</li>)}</ul>;\n';
    const source = `it('a', () => {\n${list}${list}});\nb();`;
    const [item] = javascriptTests(source);
    expect(source.slice(item?.end)).toBe(';\nb();');
  });

  it('are found while somebody is writing, by how far left they stand', () => {
    const source = `
describe('a', () => {
  it('one', () => {
    if (x) {
  });
  it('two', () => {
    call(
  it('three', () => {});
});
describe('b', () => {
  it('four', () => { const open = 'text
  });
  it('fi`;
    expect(found(source)).toEqual(['a', 'a > one', 'a > two', 'a > three', 'b', 'b > four']);
  });

  it('are found below a template that is not closed', () => {
    expect(found("const a = `b;\nit('c', f);\n")).toEqual(['c']);
  });

  it('are there from their name to the end of their call', () => {
    const source = "describe('a', () => {\n  it('b', () => {\n    c();\n  });\n  d();\n});\ne();";
    const items = javascriptTests(source);
    const at = (text: string) => {
      const item = itemAt(items, source.indexOf(text));
      return item && titleOf(item);
    };
    expect(['it(', 'c()', 'd()', 'e()'].map(at)).toEqual(['b', 'b', 'a', undefined]);
  });

  it('are found in no time in a large file', () => {
    const suite = (index: number) => `describe('s ${index}', () => {
  it(\`does \${x} ${index}\`, async () => {
    const a = b / c; // it's
    expect(/it('x')/.test(a)).toBe("it('no', f)");
  });
});
`;
    const source = Array.from({ length: 1700 }, (_, index) => suite(index)).join('');
    const started = process.cpuUsage();
    expect(javascriptTests(source)).toHaveLength(3400);
    // 10,200 lines: some 40 ms, of the processor and not of the clock.
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000);
  });
});

describe('the runner that a file imports from', () => {
  it.each([
    [
      "import test, { describe as group } from 'node:test';",
      'node:test',
      { test: 'test', group: 'describe' },
    ],
    ["import * as t from 'mocha'", 'mocha', { t: '*' }],
    ['import {\n  it as check,\n  expect,\n} from "vitest";', 'vitest', { check: 'it' }],
    ["const { it: check } = require('@jest/globals');", '@jest/globals', { check: 'it' }],
    ["const check = require('node:test').it;", 'node:test', { check: 'it' }],
    ["import { test } from '@playwright/test';", '@playwright/test', {}],
  ])('%s', (source, module, names) => {
    expect(importedRunner(source)).toEqual({ module, names: new Map(Object.entries(names)) });
  });

  it('is none where only types are imported, or something else', () => {
    expect(importedRunner("import type { Mock } from 'vitest';\nimport { it } from './own.js';")).toBe(
      undefined,
    );
  });

  it('may give other names to its functions', () => {
    const source = "import * as t from 'node:test';\nt.suite('a', () => { t.it('b', f); });\nt.mock('c', f);";
    expect(trails(javascriptTests(source, importedRunner(source)?.names))).toEqual(['a', 'a > b']);
  });
});
