import { isAbsolute, join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import { files, lineOf, program } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

const SHAPES = `class Shape {
  static make() {
    return new Square();
  }
  constructor() {
    this.stop();
  }
  get side() {
    debugger;
    return 1;
  }
  #hidden() {
    return this.side;
  }
  stop() {
    return [1].map(() => this.#hidden());
  }
}
class Square extends Shape {}
const tools = { make: () => Shape.make() };
function run() {
  return tools.make();
}
run();
`;

const WAITING = `class Loader {
  async load() {
    await null;
    debugger;
  }
}
async function fetchAll() {
  await Promise.all([new Loader().load()]);
}
async function main() {
  await fetchAll();
}
setTimeout(() => main().then(() => setTimeout(() => { debugger; }, 1)), 1);
`;

const names = (frames: readonly DebugProtocol.StackFrame[], of: string): string[] =>
  frames
    .filter(({ source, presentationHint }) => source?.path === of || presentationHint === 'label')
    .map(({ name }) => name);

describe.each(modes)('the stack, $mode', ({ inProcess }) => {
  it('names calls as error stacks do: constructors, methods, accessors, private ones', async () => {
    const path = program(SHAPES);
    const debuggee = await Debuggee.start({ program: path, inProcess });
    await debuggee.stop();
    expect(names(await debuggee.frames(), path)).toEqual([
      'get Square.side',
      'Square.#hidden',
      '(anonymous)',
      'Square.stop',
      'new Shape',
      'new Square',
      'Shape.make',
      'make',
      'run',
      '(anonymous)',
    ]);
    await debuggee.end();
  });

  it('leaves the error stacks of the program as they were', async () => {
    const path = program(`
      Error.stackTraceLimit = 3;
      Error.prepareStackTrace = () => 'mine';
      new (class Any { constructor() { debugger; } })();
      console.log(Error.stackTraceLimit, new Error().stack);
    `);
    const debuggee = await Debuggee.start({ program: path, inProcess });
    await debuggee.stop();
    expect((await debuggee.frame()).name).toBe('new Any');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.output('stdout')).toBe('3 mine\n');
  });

  it('goes back through what waits in await, at the first stop already', async () => {
    const path = program(WAITING);
    const debuggee = await Debuggee.start({ program: path, inProcess, showAsyncStacks: false });
    await debuggee.stop();
    const frames = await debuggee.frames();
    expect(names(frames, path)).toEqual(['Loader.load', 'await', 'async fetchAll', 'async main']);
    const past = frames.find(({ name }) => name === 'async main')!;
    expect(past).toMatchObject({ line: 11, column: 3, canRestart: false });
    expect(await debuggee.client.request('scopes', { frameId: past.id })).toEqual({ scopes: [] });
    await debuggee.end();
  });

  it.each([
    { showAsyncStacks: true, atFirst: ['tick'], later: ['tick', 'Promise.then', 'tick'] },
    {
      showAsyncStacks: { onAttach: 1 },
      atFirst: ['tick', 'Promise.then', '(anonymous)'],
      later: ['tick', 'Promise.then', 'tick'],
    },
    { showAsyncStacks: false, atFirst: ['tick'], later: ['tick'] },
  ])('remembers what scheduled a callback when asked to: %j', async ({ showAsyncStacks, atFirst, later }) => {
    const path = program(`function tick() {
  debugger;
  Promise.resolve().then(tick);
}
Promise.resolve().then(tick);
`);
    const debuggee = await Debuggee.start({ program: path, inProcess, showAsyncStacks });
    await debuggee.stop();
    expect(names(await debuggee.frames(), path)).toEqual(atFirst);
    await debuggee.continue();
    await debuggee.stop();
    expect(names(await debuggee.frames(), path).slice(0, 3)).toEqual(later);
    await debuggee.end();
  });

  it('says by its own name what scheduled a callback', async () => {
    const path = program(`function tick() {
  debugger;
  setTimeout(() => setImmediate(() => process.nextTick(tick)), 1);
}
tick();
`);
    const debuggee = await Debuggee.start({ program: path, inProcess });
    // Some Nodes begin to follow timers one turn after they were told to.
    for (let stop = 0; stop < 3; stop += 1) {
      await debuggee.stop();
      if (stop < 2) await debuggee.continue();
    }
    expect(names(await debuggee.frames(), path).slice(0, 7)).toEqual([
      'tick',
      'process.nextTick',
      '(anonymous)',
      'setImmediate',
      '(anonymous)',
      'setTimeout',
      'tick',
    ]);
    await debuggee.end();
  });

  // Nobody here writes to a program that was attached to.
  const isAttached = process.env.TANDEM_TEST_RIDE === 'attached';
  it.skipIf(isAttached)('has nothing of the debugger, also where that was in between', async () => {
    const path = program(
      "debugger;\nprocess.stdin.on('data', () => {\n  debugger;\n  process.exit();\n});\n",
    );
    const debuggee = await Debuggee.start({ program: path, inProcess });
    await debuggee.stop();
    await debuggee.continue();
    await debuggee.client.request('tandem.stdin', { text: 'x' });
    await debuggee.stop();
    const files = (await debuggee.frames()).flatMap(({ source }) => source?.path ?? []);
    expect(new Set(files.filter(isAbsolute))).toEqual(new Set([path]));
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it('shows skipped code as subtle, and from where it is called as usual', async () => {
    const directory = files({
      'main.js': "require('./lib/each.js')(() => {\n  debugger;\n});\n",
      'lib/each.js': 'module.exports = (f) => f();\n',
    });
    const path = join(directory, 'main.js');
    const debuggee = await Debuggee.start({ program: path, inProcess, skipFiles: ['**/lib/**'] });
    await debuggee.stop();
    const [top, library, caller] = await debuggee.frames();
    expect(library).toMatchObject({
      presentationHint: 'subtle',
      source: {
        presentationHint: 'deemphasize',
        origin: 'skipped by "skipFiles"',
        path: join(directory, 'lib/each.js'),
      },
    });
    for (const frame of [top, caller]) expect(frame).not.toHaveProperty('presentationHint');
    await debuggee.end();
  });

  it('comes in pages, however deep it is', async () => {
    const path = program(`function down(n) {
  if (n === 0) debugger; // bottom
  return n === 0 ? 0 : 1 + down(n - 1); // call
}
console.log(down(3000));
`);
    const debuggee = await Debuggee.start({ program: path, inProcess });
    const { threadId } = await debuggee.stop();
    const page = (startFrame: number, levels: number) =>
      debuggee.client.request('stackTrace', { threadId: threadId!, startFrame, levels });
    const first = await page(0, 20);
    expect(first.stackFrames).toHaveLength(20);
    expect(first.totalFrames).toBeGreaterThan(3000);
    expect(first.stackFrames[0]).toMatchObject({ line: lineOf(path, 'bottom') });
    const deep = await page(2999, 3);
    expect(deep.stackFrames.map(({ name, line }) => `${name} ${line}`)).toEqual([
      `down ${lineOf(path, 'call')}`,
      `down ${lineOf(path, 'call')}`,
      '(anonymous) 5',
    ]);
    expect(await page(first.totalFrames!, 20)).toEqual({ stackFrames: [], totalFrames: first.totalFrames });
    await debuggee.end();
  });

  it('has scopes by the names that a person uses, with the lines that they span', async () => {
    const path = program(`const greeting = 'hello';
function outer(name) {
  const loud = true;
  return function inner() {
    for (const word of [greeting]) {
      console.log(word, name, loud); // here
    }
  };
}
outer('you')();
`);
    const line = lineOf(path, 'here');
    const debuggee = await Debuggee.start({ program: path, inProcess, breakpoints: { [path]: [{ line }] } });
    await debuggee.stop();
    const scopes = await debuggee.scopes();
    expect(scopes.map((scope) => [scope.name, scope.line, scope.endLine])).toEqual([
      ['Block', 5, 7],
      ['Local: inner', 4, 8],
      ['Closure (outer)', 2, 9],
      ['Module', 1, 11],
      ['Global', undefined, undefined],
    ]);
    expect(scopes.map(({ presentationHint }) => presentationHint)).toContain('locals');
    expect(scopes[1]).toMatchObject({ source: { path }, expensive: false });
    expect(scopes.at(-1)).toMatchObject({ expensive: true });
    await debuggee.end();
  });
});
