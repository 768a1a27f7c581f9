import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

const SOURCE = `interface Shape {
  side: number;
}

export function area(shape: Shape): number {
  const squared = shape.side ** 2;
  return squared;
}

for (const side of [1, 2]) {
  console.log(area({ side }));
}
`;

type Format = 'cjs' | 'esm';
type Placing = 'inline' | 'external';

/** Compiles `src/area.ts` into `dist/`, as a build would; returns both paths. */
function compile(format: Format, placing: Placing, { source = SOURCE, keepSource = true } = {}) {
  const directory = files(keepSource ? { 'src/area.ts': source } : { 'unrelated.txt': '' });
  const output = join(directory, 'dist', format === 'cjs' ? 'area.cjs' : 'area.mjs');
  const { code, map } = transformSync(source, {
    loader: 'ts',
    format,
    sourcemap: placing === 'inline' ? 'inline' : 'external',
    sourcefile: '../src/area.ts',
    // Lines of the output must not happen to be those of the source.
    banner: '// banner\n// banner',
  });
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, placing === 'inline' ? code : `${code}//# sourceMappingURL=area.map\n`);
  if (placing === 'external') writeFileSync(join(directory, 'dist/area.map'), map);
  return { directory, program: output, source: join(directory, 'src/area.ts') };
}

const FIRST = `type Name = string;
type Other = Name;
const first: Other = 'first';
const second = first;
console.log(second);
`;

/** A program that compiles a text by itself, under the name of the source, and may do so with another text of it. */
function compilesItself(how: string) {
  const options = { loader: 'ts', sourcemap: 'inline', sourcefile: 'first.ts' } as const;
  const [text, another] = ['', 'void 0;'].map((banner) => transformSync(FIRST, { ...options, banner }).code);
  const directory = files({
    'first.ts': FIRST,
    'texts.json': JSON.stringify({ text, another }),
    'main.cjs': `
      const vm = require('node:vm');
      const { text, another } = require('./texts.json');
      const filename = __dirname + '/first.ts';
      const context = vm.createContext({ console });
      ${how}`,
  });
  return { program: join(directory, 'main.cjs'), source: join(directory, 'first.ts') };
}

describe.each(modes)('source maps, $mode', ({ inProcess }) => {
  it.each<[Format, Placing]>([
    ['cjs', 'inline'],
    ['cjs', 'external'],
    ['esm', 'inline'],
    ['esm', 'external'],
  ])('bind breakpoints before the first statement and map what is shown: %s, %s', async (format, placing) => {
    const { program, source } = compile(format, placing);
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints: { [source]: [{ line: 4 }] } });
    expect(debuggee.breakpoints.get(source)).toMatchObject([{ verified: false, reason: 'pending' }]);
    const { breakpoint } = await debuggee.client.waitFor('breakpoint', (event) => event.breakpoint.verified);
    expect(breakpoint).toMatchObject({ line: 6, source: { path: source } });
    await debuggee.stop();
    const [top, caller] = await debuggee.frames();
    expect(top).toMatchObject({ name: 'area', line: 6, source: { path: source } });
    expect(caller).toMatchObject({ line: 11, source: { path: source } });
    expect(await debuggee.step('next')).toBe('area area.ts:7');
    expect((await debuggee.evaluate('squared')).result).toBe('1');
    await debuggee.continue();
    await debuggee.stop();
    expect((await debuggee.evaluate('shape.side')).result).toBe('2');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it.each([
    ['a script', 'new vm.Script(text, { filename }).runInThisContext()'],
    ['a script in a context', 'new vm.Script(text, { filename }).runInContext(context)'],
    ['a function', 'vm.compileFunction(text, [], { filename })()'],
    ['a function in a context', 'vm.compileFunction(text, [], { filename, parsingContext: context })()'],
  ])('bind before the first statement of %s that the program compiles itself', async (_, run) => {
    const { program, source } = compilesItself(run);
    const breakpoints = { [source]: [{ line: 3 }] };
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints });
    expect(await debuggee.where()).toBe('(anonymous) first.ts:3');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
    // Not at a line of the script's, which has the name of its source.
    const told = debuggee.client.events('breakpoint').filter(({ breakpoint }) => breakpoint.verified);
    expect(told.map(({ breakpoint: { line } }) => line)).toEqual([3]);
  });

  it('bind in a function that the program compiles again, from another text', async () => {
    const { program, source } = compilesItself(
      'for (const one of [text, another]) vm.compileFunction(one, [], { filename })();',
    );
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints: { [source]: [{ line: 3 }] } });
    for (const _ of [1, 2]) {
      expect(await debuggee.where()).toBe('(anonymous) first.ts:3');
      await debuggee.continue();
    }
    await expectEnd(debuggee.client, 0);
  });

  it('bind a breakpoint that is set while the program runs', async () => {
    const { program, source } = compile('cjs', 'external', {
      source: `${SOURCE}setInterval(() => {\n  area({ side: 3 });\n}, 1);\n`,
    });
    const debuggee = await Debuggee.start({ program, inProcess });
    await debuggee.client.waitFor('output', ({ output }) => output.includes('4'));
    const { breakpoints } = await debuggee.client.request('setBreakpoints', {
      source: { path: source },
      breakpoints: [{ line: 7 }],
    });
    expect(breakpoints).toMatchObject([{ verified: true, line: 7 }]);
    expect(await debuggee.where()).toBe('area area.ts:7');
    await debuggee.end();
  });

  it('step out of a call into the mapped caller', async () => {
    const { program, source } = compile('esm', 'inline');
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints: { [source]: [{ line: 6 }] } });
    await debuggee.stop();
    expect(await debuggee.step('stepOut')).toBe('(anonymous) area.ts:11');
    await debuggee.end();
  });

  it('serve a source that only the map has', async () => {
    const { program, source } = compile('cjs', 'inline', { keepSource: false });
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints: { [source]: [{ line: 6 }] } });
    await debuggee.stop();
    const frame = await debuggee.frame();
    expect(frame.source).toMatchObject({ path: source, sourceReference: expect.any(Number) });
    const { content } = await debuggee.client.request('source', {
      sourceReference: frame.source!.sourceReference!,
      source: frame.source!,
    });
    expect(content).toBe(SOURCE);
    await debuggee.end();
  });

  it.each([
    ['missing', undefined, 'cannot be read'],
    ['broken', '{ "version": 3, "mappings": ', 'is broken'],
  ])('that are %s are told on the breakpoint, and the program runs', async (_, content, problem) => {
    const { program, source, directory } = compile('cjs', 'external', {
      source: `${SOURCE}setInterval(() => {}, 1000);\n`,
    });
    if (content === undefined)
      writeFileSync(
        program,
        'console.log(4);\nsetInterval(() => {}, 1000);\n//# sourceMappingURL=gone.map\n',
      );
    else writeFileSync(join(directory, 'dist/area.map'), content);
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints: { [source]: [{ line: 6 }] } });
    await debuggee.client.waitFor('output', ({ output }) => output.includes('4'));
    const { breakpoints } = await debuggee.client.request('setBreakpoints', {
      source: { path: source },
      breakpoints: [{ line: 7 }],
    });
    expect(breakpoints[0]).toMatchObject({ verified: false, message: expect.stringContaining(problem) });
    await debuggee.end();
  });

  it('say that a line has no code', async () => {
    const { program, source } = compile('cjs', 'inline', { source: `${SOURCE}debugger;\n` });
    const debuggee = await Debuggee.start({ program, inProcess });
    await debuggee.stop();
    const { breakpoints } = await debuggee.client.request('setBreakpoints', {
      source: { path: source },
      breakpoints: [{ line: 40 }],
    });
    expect(breakpoints[0]).toMatchObject({
      verified: false,
      message: expect.stringContaining('no code on this line'),
    });
    await debuggee.end();
  });

  it('stop on entry in the source', async () => {
    const { program } = compile('cjs', 'external');
    const debuggee = await Debuggee.start({ program, inProcess, stopOnEntry: true });
    expect(await debuggee.stop()).toMatchObject({ reason: 'entry' });
    expect((await debuggee.frame()).source?.name).toMatch(/^area\.(?:ts|cjs)$/);
    await debuggee.end();
  });
});
