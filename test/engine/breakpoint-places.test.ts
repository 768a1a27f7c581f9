import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const LINES = `const twice = (n) => { const m = n * 2; return m; };
const seen = [1, 2, 3].map((n) => twice(n)).filter((n) => n > 2);
console.log(seen);
debugger;
`;

const column = (source: string, line: number, text: string): number =>
  source.split('\n')[line - 1]!.indexOf(text) + 1;

/** `src/area.ts`, minified into one line of \`dist/area.js\`. */
function minified(source: string) {
  const directory = files({ 'src/area.ts': source, 'dist/area.js': '' });
  const { code } = transformSync(source, {
    loader: 'ts',
    format: 'cjs',
    sourcemap: 'inline',
    sourcefile: '../src/area.ts',
    minifyWhitespace: true,
  });
  const program = join(directory, 'dist/area.js');
  writeFileSync(program, code);
  return { program, source: join(directory, 'src/area.ts') };
}

describe.each(modes)('places of breakpoints, $mode', ({ inProcess }) => {
  const places = async (debuggee: Debuggee, path: string, range: { line: number; endLine?: number }) =>
    (await debuggee.client.request('breakpointLocations', { source: { path }, ...range })).breakpoints.map(
      (at) => `${at.line}:${at.column}`,
    );

  it('are told for a part of a script, calls inside a line included', async () => {
    const program = join(files({ 'program.js': LINES }), 'program.js');
    const debuggee = await Debuggee.start({ program, inProcess });
    await debuggee.stop();
    const ofLine = await places(debuggee, program, { line: 2 });
    for (const text of ['map', 'twice(n)', 'filter'])
      expect(ofLine, text).toContain(`2:${column(LINES, 2, text)}`);
    expect(ofLine.every((at) => at.startsWith('2:'))).toBe(true);
    expect(await places(debuggee, program, { line: 3, endLine: 4 })).toEqual(['3:1', '3:9', '4:1', '4:10']);
    expect(await places(debuggee, program, { line: 99 })).toEqual([]);
    await debuggee.end();
  });

  it('are none in a file that is not loaded', async () => {
    const program = join(files({ 'program.js': LINES, 'other.js': LINES }), 'program.js');
    const debuggee = await Debuggee.start({ program, inProcess });
    await debuggee.stop();
    expect(await places(debuggee, program.replace('program', 'other'), { line: 1 })).toEqual([]);
    await debuggee.end();
  });

  it('may be columns: each of two in one line stops on its own', async () => {
    const program = join(files({ 'program.js': LINES }), 'program.js');
    const inner = column(LINES, 2, 'twice(n)');
    const filter = column(LINES, 2, 'n > 2');
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: {
        [program]: [
          { line: 2, column: inner, condition: 'n === 3' },
          { line: 2, column: filter, hitCondition: '2' },
        ],
      },
    });
    const [first, second] = debuggee.breakpoints.get(program)!;
    expect(await debuggee.stop()).toMatchObject({ hitBreakpointIds: [first!.id] });
    expect(await debuggee.frame()).toMatchObject({ line: 2, column: inner });
    expect((await debuggee.evaluate('n')).result).toBe('3');
    await debuggee.continue();
    expect(await debuggee.stop()).toMatchObject({ hitBreakpointIds: [second!.id] });
    expect((await debuggee.evaluate('n')).result).toBe('4');
    await debuggee.end();
  });

  it('are those of the source where it was compiled', async () => {
    const source = `type Numbers = number[];
const twice = (n: number): number => n * 2;

const seen: Numbers = [1, 2, 3].map((n) => twice(n)).filter((n) => n > 2);
console.log(seen);
debugger;
`;
    const compiled = minified(source);
    const debuggee = await Debuggee.start({ program: compiled.program, inProcess });
    await debuggee.stop();
    const ofLine = await places(debuggee, compiled.source, { line: 4 });
    for (const text of ['twice(n)', 'n > 2']) expect(ofLine, text).toContain(`4:${column(source, 4, text)}`);
    expect(new Set(ofLine).size).toBe(ofLine.length);
    expect(ofLine.every((at) => at.startsWith('4:'))).toBe(true);
    expect(await places(debuggee, compiled.source, { line: 1 })).toEqual([]);
    await debuggee.end();
  });

  it('may be columns of a source that was compiled', async () => {
    const source =
      'const ns: number[] = [1, 2, 3];\nconsole.log(ns.map((n) => n * 2).filter((n) => n > 2));\n';
    const compiled = minified(source);
    const at = column(source, 2, 'n > 2');
    const debuggee = await Debuggee.start({
      program: compiled.program,
      inProcess,
      breakpoints: { [compiled.source]: [{ line: 2, column: at }] },
    });
    await debuggee.stop();
    expect(await debuggee.frame()).toMatchObject({ line: 2, column: at, source: { path: compiled.source } });
    expect((await debuggee.evaluate('n')).result).toBe('2');
    await debuggee.end();
  });

  it('are on the line of a bare return, though V8 has it where the next line begins', async () => {
    const source = `function same(x: number) {
  if (x > 5)
    return x;
  console.log(x);
}
same(7);
same(1);
`;
    const compiled = minified(source);
    const debuggee = await Debuggee.start({
      program: compiled.program,
      inProcess,
      breakpoints: { [compiled.source]: [{ line: 3 }] },
    });
    const { breakpoint } = await debuggee.client.waitFor('breakpoint', (event) => event.breakpoint.verified);
    expect(breakpoint.line).toBe(3);
    expect(await debuggee.where()).toBe('same area.ts:3');
    await debuggee.end();
  });

  describe('behind the last of a line', () => {
    const LOOP = (types: string) => `const n = 3;
let sum = 0;
const twice = (x${types}) => x * 2;
debugger;
for (let i = 0; i < n; i++) {
  sum = (sum + twice(i)) % 1000003;
}
console.log(sum);
console.log('end');
`;
    const programs = {
      script: () => {
        const program = join(files({ 'program.js': LOOP('') }), 'program.js');
        return { program, source: program, text: LOOP('') };
      },
      'compiled source': () => ({ ...minified(LOOP(': number')), text: LOOP(': number') }),
    };

    const cases = Object.entries(programs).flatMap(([kind, make]) =>
      (['before', 'after'] as const).map((when) => ({ kind, make, when })),
    );

    it.each(cases)(
      'are the last before it in a $kind, asked for $when it is loaded',
      async ({ make, when }) => {
        for (const [asked, wanted] of Object.entries({
          '000003': { condition: 'i === 1' },
          ';': { logMessage: 'i is {i}' },
        })) {
          const { program, source, text } = make();
          const last = column(text, 6, 'twice(i)');
          const breakpoints = [{ line: 6, column: column(text, 6, asked), ...wanted }];
          const debuggee = await Debuggee.start({
            program,
            inProcess,
            breakpoints: when === 'before' ? { [source]: breakpoints } : {},
          });
          const { client } = debuggee;
          expect(await debuggee.where()).toMatch(/:4$/);
          const bound =
            when === 'before'
              ? (await client.waitFor('breakpoint', (event) => event.breakpoint.verified)).breakpoint
              : (await client.request('setBreakpoints', { source: { path: source }, breakpoints }))
                  .breakpoints[0];
          expect(bound).toMatchObject({ verified: true, line: 6, column: last });
          await debuggee.continue();
          if ('condition' in wanted) {
            await debuggee.stop();
            expect(await debuggee.frame()).toMatchObject({ line: 6, column: last });
            expect((await debuggee.evaluate('i')).result).toBe('1');
            await debuggee.end();
          } else {
            await client.waitFor('output', ({ output }) => output === 'i is 2\n');
            await client.waitFor('terminated');
          }
        }
      },
    );
  });
});
