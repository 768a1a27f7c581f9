import { symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const SOURCE =
  'interface Shape {\n  side: number;\n}\nconst shape: Shape = { side: 2 };\nconsole.log(shape.side);\ndebugger;\n';

describe.each(modes)('the story of breakpoints, $mode', ({ inProcess }) => {
  it('tells of each what was asked for, where it was looked for, and what came of it', async () => {
    const { code } = transformSync(SOURCE, {
      loader: 'ts',
      sourcemap: 'inline',
      sourcefile: '../src/shape.ts',
      banner: '// banner',
    });
    const directory = files({
      'dist/shape.js': code,
      'src/shape.ts': SOURCE,
      'other.js': '1;\n',
    });
    symlinkSync(join(directory, 'other.js'), join(directory, 'link.js'));
    const mapped = join(directory, 'src/shape.ts');
    const program = join(directory, 'dist/shape.js');
    const link = join(directory, 'link.js');
    const missing = join(directory, 'missing.js');
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: {
        [mapped]: [
          { line: 1, condition: 'false' },
          { line: 5, condition: 'a b' },
        ],
        [link]: [{ line: 1 }],
        [missing]: [{ line: 1, logMessage: 'x' }],
      },
      functions: [{ name: 'nowhere' }],
    });
    await debuggee.client.waitFor('breakpoint', ({ breakpoint }) => breakpoint.verified);
    await debuggee.stop();
    const { text, stories } = await debuggee.client.request('tandem.breakpointStory', {});
    expect(stories.map(({ title, state }) => `${title} ${state}`)).toEqual([
      `${mapped}:1 bound`,
      `${mapped}:5 failed`,
      `${link}:1 waiting`,
      `${missing}:1 failed`,
      'function nowhere waiting',
    ]);
    expect(stories.map(({ id }) => id)).toEqual([
      ...[mapped, link, missing].flatMap((file) => debuggee.breakpoints.get(file)!.map(({ id }) => id)),
      debuggee.functions[0]!.id,
    ]);
    const [bound, bad, linked, gone] = stories.map(({ lines }) => lines.join('\n'));
    expect(bound).toContain('It stands on line 4');
    expect(bound).toContain('Condition: `false`');
    expect(bound).toContain(`bound at ${mapped}:4:`);
    expect(bound).toMatch(/Compiled from it: file:.*dist\/shape\.js, by the map .*: 1:1 → \d+:1/);
    expect(bound).toMatch(/Placed in V8: in any script named .*dist\/shape\.js, at \d+:1$/m);
    expect(bad).toContain('The condition has a syntax error');
    expect(linked).toContain(`The file is a link to ${join(directory, 'other.js')}`);
    expect(linked).toContain('Thread 1 (main): ');
    expect(linked).toContain(`Placed in V8: in any script named ${link}, at 1:1`);
    expect(text).not.toMatch(/urlRegex|\(\?/);
    expect(linked).toMatch(/Looked at: \d+ scripts, 1 of them with a source map/);
    expect(gone).toContain('There is no such file on disk.');
    expect(text).toContain(`#${stories[0]!.id} ${mapped}:1: bound\n`);
    const [{ id }] = [stories[2]!];
    const one = await debuggee.client.request('tandem.breakpointStory', { breakpointId: id });
    expect(one.stories.map(({ title }) => title)).toEqual([stories[2]!.title]);
    await debuggee.end();
  });

  it('warns of a compiled file that is older than its source, and of another that was loaded instead', async () => {
    const { code } = transformSync(SOURCE, {
      loader: 'ts',
      sourcemap: 'inline',
      sourcefile: '../src/shape.ts',
    });
    const directory = files({ 'dist/shape.js': code, 'src/shape.ts': SOURCE, 'copy/shape.js': code });
    const program = join(directory, 'dist/shape.js');
    utimesSync(program, 1, 1);
    const source = join(directory, 'src/shape.ts');
    const copy = join(directory, 'copy/shape.js');
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: { [source]: [{ line: 4 }], [copy]: [{ line: 1 }] },
    });
    await debuggee.stop();
    const { text, stories } = await debuggee.client.request('tandem.breakpointStory', {});
    expect(stories.map(({ warnings }) => warnings)).toEqual([
      [`${program} is older than the source it was compiled from. Compile it again.`],
      [],
    ]);
    expect(text).toContain('Compile it again');
    expect(stories[1]!.lines[0]).toContain(`${program} was loaded, whose source map does not name this file`);
    await debuggee.end();
  });

  it('tells at the end why a breakpoint has never been bound', async () => {
    const program = join(files({ 'main.js': '1;\n', 'copy/main.js': '1;\n' }), 'main.js');
    const copy = join(program, '../copy/main.js');
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints: { [copy]: [{ line: 1 }] } });
    const { breakpoint } = await debuggee.client.waitFor('breakpoint');
    expect(breakpoint).toMatchObject({ id: debuggee.breakpoints.get(copy)![0]!.id, verified: false });
    expect(breakpoint.message).toContain(`${program} was loaded, which has no source map`);
    await debuggee.end();
  });

  it('tells who evaluates conditions, and why V8 has to', async () => {
    const loop = 'for (let i = 0; i < 3; i += 1) {\n  i;\n  { i; } i;\n}\ndebugger;\n';
    const program = join(files({ 'loop.js': loop }), 'loop.js');
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: {
        [program]: [
          { line: 2, condition: 'i === 9' },
          { line: 3, column: 10, condition: 'i === 9' },
          { line: 3 },
        ],
      },
    });
    await debuggee.stop();
    const { stories } = await debuggee.client.request('tandem.breakpointStory', {});
    const [compiled, evaluated, plain] = stories.map(({ lines }) => lines.join('\n'));
    expect(compiled).toContain('What it asks is compiled into the program');
    expect(evaluated).toContain(
      'V8 evaluates what it asks at every hit: other code stands before it on its line.',
    );
    expect(plain).not.toContain('What it asks');
    expect(plain).not.toContain('evaluates');
    await debuggee.end();
  });
});
