import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { files, lineOf, program } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const GREETER = `let count = 0;
function greet(name) {
  const text = 'hello ' + name; // inside
  return text;
}
function tick() {
  count += 1; // tick
  console.log(greet(count)); // call
}
setInterval(tick, 5);
`;

/** Changes a file as an editor would, when it saves. */
function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

const politely = (text: string) => text.replace("'hello '", "'good day '");
const apply = (debuggee: Debuggee, path: string) => debuggee.client.request('tandem.hotReload', { path });
const said = (debuggee: Debuggee, text: string) =>
  debuggee.client.waitFor('output', ({ output }) => output.includes(text));
const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code: `engine.${code}`, message: expect.stringMatching(message) });

/** TypeScript as esbuild compiles it, on other lines than its source. */
const compile = (source: string) =>
  transformSync(source, { loader: 'ts', sourcemap: 'inline', sourcefile: 'greeter.ts', banner: '// 1\n// 2' })
    .code;

describe.each(modes)('hot reload, $mode', ({ inProcess }) => {
  it.each(['greeter.cjs', 'greeter.mjs'])('changes functions of a running program: %s', async (name) => {
    const path = program(GREETER, name);
    const debuggee = await Debuggee.start({ program: path, inProcess });
    await said(debuggee, 'hello');
    edit(path, politely);
    expect(await apply(debuggee, path)).toEqual({
      status: 'applied',
      message: `Applied the changes to ${name}.`,
    });
    await said(debuggee, 'good day');
    expect(await apply(debuggee, path)).toMatchObject({ status: 'unchanged' });
    await debuggee.end();
  });

  it('moves breakpoints to the new text', async () => {
    const path = program(GREETER);
    const line = lineOf(path, 'inside');
    const debuggee = await Debuggee.start({ program: path, inProcess });
    await said(debuggee, 'hello');
    edit(path, (text) => `// one\n// two\n${politely(text)}`);
    await apply(debuggee, path);
    const { breakpoints } = await debuggee.client.request('setBreakpoints', {
      source: { path },
      breakpoints: [{ line: line + 2 }],
    });
    expect(breakpoints).toMatchObject([{ verified: true, line: line + 2 }]);
    expect(await debuggee.where()).toBe(`greet program.js:${line + 2}`);
    await debuggee.end();
  });

  it('keeps breakpoints in what was changed', async () => {
    const path = program(GREETER);
    const line = lineOf(path, 'call');
    const debuggee = await Debuggee.start({ program: path, inProcess });
    await said(debuggee, 'hello');
    edit(path, (text) => text.replace('count += 1;', 'count += 1000;'));
    await apply(debuggee, path);
    await debuggee.client.request('setBreakpoints', { source: { path }, breakpoints: [{ line }] });
    expect(await debuggee.where()).toBe(`tick program.js:${line}`);
    expect(Number((await debuggee.evaluate('count')).result)).toBeGreaterThan(1000);
    edit(path, (text) => text.replace("'hello '", "'oh ' +\n    'well '"));
    await apply(debuggee, path);
    expect(await debuggee.top()).toBe(`tick program.js:${line + 1}`);
    await debuggee.continue();
    expect(await debuggee.where()).toMatch(/^tick program\.js:/);
    await debuggee.end();
  });

  it('keeps breakpoints on functions that were changed', async () => {
    const path = program(GREETER);
    const debuggee = await Debuggee.start({ program: path, inProcess });
    await said(debuggee, 'hello');
    edit(path, (text) => `// one\n${politely(text)}`);
    await debuggee.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'greet' }] });
    await debuggee.stop();
    // In the caller the change of what it calls can be taken over.
    await debuggee.step('stepOut');
    await apply(debuggee, path);
    await debuggee.continue();
    expect(await debuggee.where()).toBe('greet program.js:4');
    expect((await debuggee.evaluate("'' + greet")).result).toContain('good day');
    await debuggee.end();
  });

  it('shows a stopped program where it is in the new text', async () => {
    const path = program(GREETER);
    const line = lineOf(path, 'tick');
    const debuggee = await Debuggee.start({ program: path, inProcess, breakpoints: { [path]: [{ line }] } });
    await debuggee.stop();
    edit(path, (text) => `// one\n${politely(text)}`);
    await apply(debuggee, path);
    expect(await debuggee.top()).toBe(`tick program.js:${line + 1}`);
    expect((await debuggee.evaluate('count')).result).toBe('0');
    expect(await debuggee.step('next')).toBe(`tick program.js:${line + 2}`);
    await debuggee.client.request('setBreakpoints', { source: { path }, breakpoints: [] });
    await debuggee.continue();
    await said(debuggee, 'good day 1');
    await debuggee.end();
  });

  it('begins the call anew that it changes', async () => {
    const path = program(GREETER);
    const line = lineOf(path, 'inside');
    const debuggee = await Debuggee.start({ program: path, inProcess, breakpoints: { [path]: [{ line }] } });
    await debuggee.stop();
    edit(path, politely);
    expect(await apply(debuggee, path)).toMatchObject({ message: expect.stringContaining('begins anew') });
    expect(await debuggee.stop()).toMatchObject({ reason: 'restart' });
    expect(await debuggee.top()).toMatch(/^greet program\.js:[23]$/);
    expect((await debuggee.evaluate('name')).result).toBe('1');
    await debuggee.client.request('setBreakpoints', { source: { path }, breakpoints: [] });
    await debuggee.continue();
    await said(debuggee, 'good day 1');
    await debuggee.end();
  });

  it('reads the source map again', async () => {
    const directory = files({ 'greeter.ts': GREETER, 'greeter.js': compile(GREETER) });
    const [source, output] = [join(directory, 'greeter.ts'), join(directory, 'greeter.js')];
    const line = lineOf(source, 'inside');
    const debuggee = await Debuggee.start({ program: output, inProcess });
    await said(debuggee, 'hello');
    edit(source, (text) => `// one\n${politely(text)}`);
    const applied = apply(debuggee, source);
    // The compiler that watches is slower than the editor.
    writeFileSync(output, compile(readFileSync(source, 'utf8')));
    expect(await applied).toMatchObject({
      status: 'applied',
      message: expect.stringContaining('greeter.ts'),
    });
    await said(debuggee, 'good day');
    await debuggee.client.request('setBreakpoints', {
      source: { path: source },
      breakpoints: [{ line: line + 1 }],
    });
    expect(await debuggee.where()).toBe(`greet greeter.ts:${line + 1}`);
    await debuggee.end();
  });

  it('says when nobody has compiled what was saved', async () => {
    const directory = files({ 'greeter.ts': GREETER, 'greeter.js': compile(GREETER) });
    const source = join(directory, 'greeter.ts');
    const debuggee = await Debuggee.start({ program: join(directory, 'greeter.js'), inProcess });
    await said(debuggee, 'hello');
    edit(source, politely);
    await expect(apply(debuggee, source)).rejects.toEqual(
      refused('reloadNotCompiled', /greeter\.js.*not compiled again/),
    );
    await debuggee.end();
  });

  it('says why it cannot be, and leaves everything as it was', async () => {
    const path = program(GREETER);
    const line = lineOf(path, 'inside');
    const debuggee = await Debuggee.start({ program: path, inProcess, breakpoints: { [path]: [{ line }] } });
    await debuggee.stop();
    expect(await apply(debuggee, join(dirname(path), 'other.js'))).toMatchObject({ status: 'notLoaded' });
    edit(path, (text) => text.replace('return text', 'return text ++ )'));
    await expect(apply(debuggee, path)).rejects.toEqual(
      refused('reloadCompileError', /program\.js:4:18: SyntaxError: Unexpected token '\)'/),
    );
    writeFileSync(path, GREETER.replace('count += 1;', 'count += 2;'));
    await expect(apply(debuggee, path)).rejects.toEqual(refused('reloadActive', /has called what runs now/));
    writeFileSync(path, GREETER);
    expect(await apply(debuggee, path)).toMatchObject({ status: 'unchanged' });
    expect(await debuggee.top()).toBe(`greet program.js:${line}`);
    await debuggee.continue();
    expect(await debuggee.where()).toBe(`greet program.js:${line}`);
    await debuggee.end();
  });

  it('says that what a module does at its top runs once', async () => {
    const path = program(GREETER, 'greeter.mjs');
    const debuggee = await Debuggee.start({ program: path, inProcess });
    await said(debuggee, 'hello');
    edit(path, (text) => text.replace('let count = 0', 'let count = 5'));
    await expect(apply(debuggee, path)).rejects.toEqual(refused('reloadTopLevel', /runs once/));
    await debuggee.end();
  });

  it.runIf('typescript' in process.features && process.features.typescript)(
    'takes the types away as Node does',
    async () => {
      const path = program(GREETER.replace('(name)', '(name: number): string'), 'greeter.ts');
      const debuggee = await Debuggee.start({ program: path, inProcess });
      await said(debuggee, 'hello');
      const before = debuggee.client.output('stderr');
      edit(path, politely);
      expect(await apply(debuggee, path)).toMatchObject({ status: 'applied' });
      await said(debuggee, 'good day');
      expect(debuggee.client.output('stderr')).toBe(before);
      edit(path, (text) => text.replace('return text', 'return (text'));
      await expect(apply(debuggee, path)).rejects.toEqual(refused('reloadCompileError', /greeter\.ts/));
      await debuggee.end();
    },
  );
});

describe('hot reload', () => {
  // A worker of a program in-process is not debugged.
  it('reaches all threads that have the file', async () => {
    const directory = files({
      'main.js':
        "require('./shared.js');\nnew (require('node:worker_threads').Worker)(__dirname + '/shared.js');\n",
      'shared.js': `const { isMainThread } = require('node:worker_threads');
function name() {
  return 'old';
}
setInterval(() => console.log(isMainThread ? 'main' : 'worker', name()), 5);
`,
    });
    const path = join(directory, 'shared.js');
    const debuggee = await Debuggee.start({ program: join(directory, 'main.js') });
    await debuggee.client.waitFor('thread');
    await said(debuggee, 'worker old');
    edit(path, (text) => text.replace("'old'", "'new'"));
    expect(await apply(debuggee, path)).toMatchObject({ status: 'applied' });
    await said(debuggee, 'main new');
    await said(debuggee, 'worker new');
    await debuggee.end();
  });

  it('tells a client that can be told to look at a stopped program again', async () => {
    const path = program(GREETER);
    const debuggee = await Debuggee.start(
      { program: path, breakpoints: { [path]: [{ line: lineOf(path, 'tick') }] } },
      { supportsInvalidatedEvent: true },
    );
    const { threadId } = await debuggee.stop();
    edit(path, politely);
    await apply(debuggee, path);
    expect(await debuggee.client.waitFor('invalidated')).toEqual({
      areas: ['stacks', 'variables'],
      threadId,
    });
    await debuggee.end();
  });
});
