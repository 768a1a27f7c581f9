import { readFileSync } from 'node:fs';
import { type Debugger, Session } from 'node:inspector';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { parse, type Token } from 'acorn';
import { describe, expect, inject, it } from 'vitest';
import { blockOf, checkCode } from '../../launcher/node/engine/compiled/check-code.ts';
import { type Check, type Insertion, insertChecks } from '../../launcher/node/engine/compiled/insertion.ts';
import { isBefore, type Position, position } from '../../launcher/node/engine/positions.ts';

const NAME = '$tandem12345678';
const root = join(import.meta.dirname, '../..');
const CONDITION = { condition: '(this === 1)', log: undefined };

/** A condition on every line, as if somebody had clicked on all of them. */
async function everywhere(text: string, isModule: boolean): Promise<Insertion & { checks: Check[] }> {
  const checks = text.split(/\r\n?|[\n\u2028\u2029]/).map((_, line): Check => {
    return { at: position(line, 0), code: checkCode(NAME, line, CONDITION, undefined) };
  });
  return { checks, ...(await insertChecks(text, isModule, checks, (codes) => blockOf(NAME, codes))) };
}

/** Every token with its line and column. */
function tokens(text: string, isModule: boolean): (Position & { text: string })[] {
  const found: Token[] = [];
  parse(text, {
    ecmaVersion: 'latest',
    sourceType: isModule ? 'module' : 'script',
    allowReturnOutsideFunction: true,
    allowHashBang: true,
    locations: true,
    onToken: found,
  });
  return found.map(({ loc, start, end }) => ({
    ...position(loc!.start.line - 1, loc!.start.column),
    text: text.slice(start, end),
  }));
}

const within = (at: Position, { start, end }: { start: Position; end: Position }): boolean =>
  !isBefore(at, start) && isBefore(at, end);

const FILES = [
  ['acorn as CommonJS', 'node_modules/acorn/dist/acorn.js', false],
  ['acorn as a module', 'node_modules/acorn/dist/acorn.mjs', true],
  ['zod', 'node_modules/zod/v4/core/schemas.js', true],
  ['semver', 'node_modules/semver/classes/range.js', false],
  ['what Tandem runs in programs', '', false],
] as const;

const textOf = (file: string): string =>
  readFileSync(file ? join(root, file) : join(inject('bundles'), 'launcher/node/bootstrap.cjs'), 'utf8');

describe('checks before the statements of a program', () => {
  it.each(FILES)('move none of its tokens: %s', async (_, file, isModule) => {
    const text = textOf(file);
    const { text: changed, sites } = await everywhere(text, isModule);
    expect(sites.size).toBeGreaterThan(20);
    const ranges = new Map([...sites.values()].map(({ range }) => [range.start.line, range]));
    const kept = tokens(changed, isModule).filter((token) => {
      const range = ranges.get(token.line);
      return !range || !within(token, range);
    });
    expect(kept).toEqual(tokens(text, isModule));
  });

  it.each(FILES.filter(([, , isModule]) => !isModule))('stand where V8 would stop: %s', async (_, file) => {
    const text = textOf(file);
    const { sites } = await everywhere(text, false);
    const session = new Session();
    session.connect();
    try {
      const scripts: string[] = [];
      session.on('Debugger.scriptParsed', ({ params }) => {
        if (params.url === `looked-at ${file}`) scripts.push(params.scriptId);
      });
      await post(session, 'Debugger.enable');
      const keep = compileFunction(text, ['exports', 'require', 'module'], { filename: `looked-at ${file}` });
      const scriptId = scripts[0]!;
      let exact = 0;
      for (const [{ at }, { statement }] of sites) {
        const { start, end } = statement;
        const { breakpointId, actualLocation } = await post<Debugger.SetBreakpointReturnType>(
          session,
          'Debugger.setBreakpoint',
          { location: { scriptId, lineNumber: at.line, columnNumber: 0 } },
        );
        const { locations } = await post<Debugger.GetPossibleBreakpointsReturnType>(
          session,
          'Debugger.getPossibleBreakpoints',
          {
            start: { scriptId, lineNumber: start.line, columnNumber: start.column },
            end: { scriptId, lineNumber: end.line, columnNumber: end.column + 1 },
            restrictToFunction: true,
          },
        );
        const { lineNumber, columnNumber = 0 } = actualLocation;
        if (locations[0]?.lineNumber === lineNumber && locations[0].columnNumber === columnNumber) exact += 1;
        // In a call at its beginning, the arguments are run before.
        const behind = position(end.line, end.column + 1);
        expect(within(position(lineNumber, columnNumber), { start, end: behind })).toBe(true);
        await post(session, 'Debugger.removeBreakpoint', { breakpointId });
      }
      // Nodes differ in where the first place of a few statements is, never in the statement.
      expect(exact).toBeGreaterThan(sites.size * 0.99);
      expect(keep).toBeTypeOf('function');
    } finally {
      session.disconnect();
    }
  });

  it.each([
    [
      'at the beginning of a line only',
      'for (;;) { a(); b();\n c(); }',
      [
        [0, 11],
        [0, 16],
      ],
    ],
    [
      'not inside of a statement',
      'for (;;) {\nfoo(\na,\nb);\n}',
      [
        [2, 0],
        [3, 0],
        [4, 0],
      ],
    ],
    [
      'not before declarations',
      'for (;;) {\nfunction f() {}\nclass A {}\nlet a;\nvar b;\n}',
      [
        [1, 0],
        [2, 0],
        [3, 0],
        [4, 0],
      ],
    ],
    ['not before directives', 'function f() {\n"use strict";\nreturn;\n}', [[1, 0]]],
    [
      'not before loops, which come by again',
      'for (;;) {\nwhile (1) {}\ndo {} while (1);\nfor (;;) {}\n}',
      [
        [1, 0],
        [2, 0],
        [3, 0],
      ],
    ],
    [
      'not where nothing is a list',
      'for (;;)\nif (a)\nb();\nelse\nc();',
      [
        [1, 0],
        [2, 0],
        [4, 0],
      ],
    ],
    [
      'not before labels and blocks',
      'for (;;) {\na: b();\n{\n}\n;\n}',
      [
        [1, 0],
        [2, 0],
        [4, 0],
      ],
    ],
  ] as const)('stand %s', async (_, text, at) => {
    const checks = at.map(([line, column]) => ({ at: position(line, column), code: '0;' }));
    const { sites, refused, text: changed } = await insertChecks(text, false, checks, ([code]) => `;${code}`);
    expect([sites.size, refused.size, changed]).toEqual([0, checks.length, text]);
  });

  it('leave out the one that does not compile where it stands', async () => {
    const text = 'class A {\n  static {\n    a();\n  }\n  m() {\n    b();\n  }\n}';
    const checks = [2, 5].map((line) => ({
      at: position(line, 0),
      code: checkCode(NAME, line, { condition: '(arguments.length)', log: undefined }, undefined),
    }));
    const { sites, refused } = await insertChecks(`for (;;) {${text}}`, false, checks, (codes) =>
      blockOf(NAME, codes),
    );
    expect([...sites.keys()]).toEqual([checks[1]]);
    expect([...refused.keys()]).toEqual([checks[0]]);
  });
});

const post = <R>(session: Session, method: string, params?: object): Promise<R> =>
  new Promise((resolve, reject) =>
    session.post(method, params, (error, result) => (error ? reject(error) : resolve(result as R))),
  );
