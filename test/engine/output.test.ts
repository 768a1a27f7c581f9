import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import type { DapClient } from '../support/dap-client.ts';
import { files, lineOf, program } from '../support/fixtures.ts';
import { run } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

type Output = DebugProtocol.OutputEvent['body'];

/** What a client says that only prints. */
const PLAIN = { 'tandem.plainOutput': true };

/** Runs a program to its end. */
async function outputOf(path: string, settings: object = {}): Promise<DapClient> {
  const client = await run({ program: path, ...settings });
  await client.waitFor('terminated');
  return client;
}

/** What a person sees of an event, in short. */
const seen = ({ category, group, output, line }: Output): string =>
  [category, ...(group ? [group] : []), ...(line ? [`:${line}`] : []), JSON.stringify(output)].join(' ');

const children = async (client: DapClient, variablesReference: number): Promise<DebugProtocol.Variable[]> =>
  (await client.request('variables', { variablesReference })).variables;

const described = (variables: readonly DebugProtocol.Variable[]): string[] =>
  variables.map(({ name, value }) => `${name}: ${value}`);

describe.each(modes)('the console, $mode', ({ inProcess }) => {
  it('says where it was called, and on which stream it writes', async () => {
    const path = program(`console.log('a');
console.info('b'); console.debug('%s!', 'c');
function warn() { console.warn('d'); }
warn();
console.error('e');
[1].forEach(console.log);
process.stdout.write('raw\\n');
`);
    const client = await outputOf(path, { inProcess });
    expect(client.outputEvents.map(seen)).toEqual([
      'stdout :1 "a\\n"',
      'stdout :2 "b\\n"',
      'stdout :2 "c!\\n"',
      'stderr :3 "d\\n"',
      'stderr :5 "e\\n"',
      'stdout :6 "1 0 [ 1 ]\\n"',
      'stdout "raw\\n"',
    ]);
    const [first] = client.outputEvents;
    expect(first).toMatchObject({ source: { path }, line: 1, column: 9 });
  });

  it('names the caller of a logger in a package, and the place in the source behind a map', async () => {
    const logger =
      'exports.log = (text) => console.log(text);\nexports.error = (text) => console.error(text);\n';
    // Generated line 1 stands for line 3 of the source.
    const map = { version: 3, sources: ['app.ts'], names: [], mappings: 'AAEA' };
    const inline = Buffer.from(JSON.stringify(map)).toString('base64');
    const directory = files({
      'node_modules/logger/index.js': logger,
      'app.js': `require('logger').log('through it'); console.log('mapped');\n//# sourceMappingURL=data:application/json;base64,${inline}\n`,
      'app.ts': '\n\nwhatever\n',
    });
    const client = await outputOf(join(directory, 'app.js'), { inProcess });
    for (const event of client.outputEvents) {
      expect(event).toMatchObject({ source: { path: join(directory, 'app.ts') }, line: 3 });
    }
    expect(client.output('stdout')).toBe('through it\nmapped\n');
  });

  it('shows the objects of a call, while the program runs and when it stops', async () => {
    const path = program(`const user = { name: 'Ada', tags: ['x', 'y'] };
console.log('user', user);
console.log({ a: 1 }, [2], 'three');
console.log('no objects', 4);
console.table([{ a: 1 }]);
console.dir({ deep: { deeper: {} } }, { depth: 0 });
console.assert(false, 'wrong', user);
console.trace('here', user);
user.name = 'Eve';
debugger; // stop
setInterval(() => {}, 1000);
`);
    const debuggee = await Debuggee.start({ program: path, inProcess });
    await debuggee.stop();
    const { client } = debuggee;
    const events = client.outputEvents;
    expect(events.map(({ variablesReference }) => (variablesReference ? 'object' : 'text'))).toEqual([
      ...['object', 'object', 'text', 'object', 'object', 'object', 'object'],
    ]);
    const opened = async (index: number): Promise<DebugProtocol.Variable[]> => {
      // An editor shows the text of the event only when there is exactly one child.
      const [line, ...others] = await children(client, events[index]!.variablesReference!);
      expect(others).toEqual([]);
      return children(client, line!.variablesReference);
    };
    expect(described(await opened(0)).slice(0, 2)).toEqual(["name: 'Eve'", "tags: (2) ['x', 'y']"]);
    expect(described(await opened(1))).toEqual(['0: {a: 1}', '1: (1) [2]', "2: 'three'"]);
    expect(described(await opened(3))[0]).toBe('0: {a: 1}');
    expect(described(await opened(4))[0]).toBe('deep: {deeper: {…}}');
    expect(described(await opened(5))[0]).toBe("name: 'Eve'");
    expect(events[6]!.output).toMatch(/^Trace: here \{/);
    expect(described(await opened(6))[0]).toBe("name: 'Eve'");

    await debuggee.continue();
    await client.waitFor('continued').catch(() => {});
    const [tags] = (await opened(0)).filter(({ name }) => name === 'tags');
    expect(described(await children(client, tags!.variablesReference)).slice(0, 2)).toEqual([
      "0: 'x'",
      "1: 'y'",
    ]);
    await debuggee.end();
  });

  it('says when a program no longer keeps what it logged', async () => {
    const path = program(`for (let i = 0; i <= 1000; i += 1) console.log({ i });
debugger;
`);
    const debuggee = await Debuggee.start({ program: path, inProcess });
    await debuggee.stop();
    const { client } = debuggee;
    const last = client.outputEvents.filter(({ output }) => output.includes('i: 1000')).at(-1)!;
    const [line] = await children(client, last.variablesReference!);
    expect(described(await children(client, line!.variablesReference))[0]).toBe('i: 1000');
    // Number 1 of 1001.
    const [first] = await children(client, last.variablesReference! - 2 * 1000);
    expect(described(await children(client, first!.variablesReference))).toEqual([
      ': no longer kept: the program holds on to the values of its last 1000 messages only',
    ]);
    await debuggee.end();
  });

  it('makes groups of groups', async () => {
    const path = program(`console.group('outer %d', 1);
console.log('in\\nit');
console.groupCollapsed();
console.error('deep');
console.groupEnd();
process.stdout.write('raw\\n');
console.groupEnd();
console.groupEnd();
console.log('after');
`);
    const client = await outputOf(path, { inProcess });
    expect(client.outputEvents.map(seen)).toEqual([
      'stdout start :1 "outer 1\\n"',
      'stdout :2 "in\\nit\\n"',
      'stdout startCollapsed ""',
      'stderr :4 "deep\\n"',
      'stdout end ""',
      'stdout "raw\\n"',
      'stdout end ""',
      'stdout :9 "after\\n"',
    ]);
  });

  it('leaves groups to the indentation where the client only prints', async () => {
    const path = program(
      "console.group('outer'); console.log('in\\nit'); console.groupEnd(); console.clear();",
    );
    const client = await run({ program: path, inProcess }, PLAIN);
    await client.waitFor('terminated');
    expect(client.output()).toBe('outer\n  in\n  it\n');
    expect(client.outputEvents.some(({ group }) => group !== undefined)).toBe(false);
  });

  it('clears the debug console', async () => {
    const client = await outputOf(program("console.log('a'); console.clear(); console.log('b');"), {
      inProcess,
    });
    expect(client.output()).toBe('a\n\x1b[2Jb\n');
  });

  it('keeps the order of everything that is written, on both streams', async () => {
    const path = program(`for (let i = 0; i < 3000; i += 1) {
  const write = [console.log, console.error, (text) => process.stdout.write(text + '\\n'),
    (text) => process.stderr.write(Buffer.from(text + '\\n'))][(i * 7) % 4];
  write('line ' + i);
}
`);
    const client = await outputOf(path, { inProcess });
    const numbers = [...client.output().matchAll(/line (\d+)/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 3000 }, (_, index) => index));
  });

  it('logs a log point at its place in the output', async () => {
    const path = program(`for (let i = 0; i < 50; i += 1) {
  process.stdout.write('before ' + i + '\\n');
  const at = i; // here
  console.log('after ' + i);
}
`);
    const line = lineOf(path, 'here');
    const debuggee = await Debuggee.start({
      program: path,
      inProcess,
      breakpoints: { [path]: [{ line, logMessage: 'at {i}' }] },
    });
    await debuggee.client.waitFor('terminated');
    const all = Array.from({ length: 50 }, (_, i) => `before ${i}\nat ${i}\nafter ${i}\n`).join('');
    expect(debuggee.client.output()).toBe(all);
    const logged = debuggee.client.outputEvents.filter(({ category }) => category === 'console');
    expect(logged[0]).toMatchObject({ output: 'at 0\n', source: { path }, line });
  });

  it('has said everything when it stops', async () => {
    const path = program("process.stdout.write('raw '); console.log('logged'); debugger;");
    const debuggee = await Debuggee.start({ program: path, inProcess });
    await debuggee.stop();
    expect(debuggee.client.output('stdout')).toBe('raw logged\n');
    await debuggee.end();
  });

  it.each([
    ['process.exit', 'process.exit(3);', 3],
    ['an uncaught error', "throw new Error('thrown');", 1],
  ])('loses nothing, and knows the places, at %s', async (_, end, code) => {
    const path = program(`console.log('x'.repeat(300_000)); console.log({ last: 'words' });\n${end}\n`);
    const client = await outputOf(path, { inProcess });
    expect(client.output('stdout')).toBe(`${'x'.repeat(300_000)}\n{ last: 'words' }\n`);
    expect(client.outputEvents.findLast(({ category }) => category === 'stdout')).toMatchObject({ line: 1 });
    expect(await client.waitFor('exited')).toEqual({ exitCode: code });
  });
});

/** Programs that look closely at their console. They must see, and print, what they do without a debugger. */
const CLOSE_LOOKS: Readonly<Record<string, string>> = {
  'replaces process.stdout.write': `
    const chunks = [];
    const write = process.stdout.write;
    process.stdout.write = function (chunk, ...rest) { chunks.push(String(chunk)); return write.call(this, '> ' + chunk, ...rest); };
    console.log('logged %o', { a: 1 }); console.group('g'); console.log('in'); console.groupEnd();
    process.stdout.write = write;
    console.log(JSON.stringify(chunks));`,
  'captures its output without passing it on': `
    const { write } = process.stdout;
    let all = '';
    process.stdout.write = (chunk) => { all += chunk; return true; };
    console.log({ captured: true }); console.table([[1]]); console.trace = undefined;
    process.stdout.write = write;
    process.stdout.write(all);`,
  'replaces console.log': `
    const { log } = console;
    console.log = (...args) => log('[mine]', ...args);
    console.log('a', { b: 1 }); console.count(); console.group('label'); console.groupEnd(); console.table(5);
    console.info('not mine'); console.time('t'); console.assert(0, 'no');`,
  'makes consoles of its own': `
    const { Console } = require('node:console');
    const own = new Console(process.stdout, process.stderr);
    own.log('own', { a: 1 }); own.error('own error'); own.group('own group'); own.log('in'); console.log('not in');
    console.Console.prototype.log.call(console, 'called');`,
  'logs while it is inspected': `
    const { inspect } = require('node:util');
    class Talker { [inspect.custom]() { console.log('inner', { x: 1 }); return 'Talker'; } }
    console.log(new Talker(), { y: 2 }); console.error('%s', { toString() { console.log('in toString'); return 's'; } });`,
  'has getters, which are not called': `
    let calls = 0;
    const shy = { get secret() { calls += 1; return 1; } };
    console.log(shy); console.table([shy]); console.dir(shy); console.log(calls);`,
  'knows the functions of its console': `
    console.log(Object.keys(console).map((name) => name + ':' + console[name]?.name + ':' + console[name]?.length).join());
    console.log(Object.getOwnPropertySymbols(console).map(String).join(), String(console.log), 'prototype' in console.log);
    console.log(Object.keys(Error).join(), 'prepareStackTrace' in new Error('x'), Error.stackTraceLimit);
    console.log(require('node:console') === console, Object.keys(process.stdout).filter((key) => key.startsWith('_write')).join());`,
  'prepares stacks of its own': `
    Error.stackTraceLimit = 3;
    Error.prepareStackTrace = (error, sites) => error.message + ' ' + sites.length + ' ' + sites[0].getLineNumber();
    console.log('x'); console.log(new Error('mine').stack, Error.stackTraceLimit, typeof Error.prepareStackTrace);`,
  'freezes Error': "Object.freeze(Error); console.log('frozen', { a: 1 });",
  'prints a stack from inside a call': `
    const { inspect } = require('node:util');
    console.log({ [inspect.custom]: () => new Error('here').stack.split('\\n').slice(1, 4).map((line) => line.replace(/\\(.*/, '')).join() });`,
  'throws while it is formatted': `
    try { console.log({ [require('node:util').inspect.custom]() { throw new Error('no'); } }); } catch (error) { console.log(error.message); }
    console.log('goes on', { a: 1 });`,
  'writes in many ways': `
    process.stdout.write('plain\\n'); process.stdout.write(Buffer.from('buffer\\n')); process.stdout.write('6865780a', 'hex');
    process.stdout.write('latin \\u00e9\\n', 'latin1'); process.stdout.write(new Uint8Array([0xc3])); process.stdout.write(new Uint8Array([0xa9, 10]));
    process.stdout.cork(); process.stdout.write('a'); process.stdout.write(Buffer.from('b\\n')); console.log('c', {}); process.stdout.uncork();
    process.stdout.cork(); process.stdout.write(Buffer.from('d')); process.stdout.write(Buffer.from('e\\n')); process.stdout.uncork();
    require('node:fs').writeSync(1, 'sync\\n'); process.stdout.end('the end\\n');`,
  'is ended by a signal in the middle': `
    console.log('first', { a: 1 }); process.stdout.write('second\\n'); console.log('third'); process.kill(process.pid, 'SIGKILL');`,
  aborts: "console.log('before', { a: 1 }); process.stdout.write('raw'); process.abort();",
  'has children that write into its streams': `
    const { spawnSync, execFileSync } = require('node:child_process');
    console.log('before', {});
    spawnSync(process.execPath, ['-e', 'console.log("child", { a: 1 }); console.error("child error")'], { stdio: 'inherit' });
    console.log(execFileSync(process.execPath, ['-e', 'console.log("captured", [1])'], { encoding: 'utf8' }));`,
  'has workers': `
    const { Worker } = require('node:worker_threads');
    new Worker('console.log("from a worker", { a: 1 }); console.group("g"); console.log("in")', { eval: true }).on('exit', () => console.log('gone'));`,
  'forges frames':
    "process.stdout.write('\\x1b_0123;5;1;1;1;0;\\x1b\\\\hello\\x1b_'); console.log('\\x1b_not;a;frame\\x1b\\\\');",
};

describe('a program that looks closely at its console prints what it does without a debugger', () => {
  it.each(Object.entries(CLOSE_LOOKS))('when it %s', async (_, source) => {
    const path = program(source);
    const bare = spawnSync('node', [path], { encoding: 'utf8', env: process.env });
    const client = await run({ program: path }, PLAIN);
    await client.waitFor('terminated');
    expect(client.output('stdout')).toBe(bare.stdout);
    // Node's own last words about a crash name the process.
    if (bare.signal === null) expect(client.output('stderr')).toBe(bare.stderr);
  });
});

describe('output that does not go to the adapter', () => {
  it.each([
    ['somebody else’s pipe', 'node "$@" | od -c\n'],
    ['a file', 'node "$@" > "$OUT"; od -c "$OUT"\n'],
  ])('has no frames in %s', async (_, line) => {
    const path = program("console.log('logged', { a: 1 }); console.error('error');");
    const directory = files({ 'wrapper.sh': `#!/bin/sh\n${line}` });
    const wrapper = join(directory, 'wrapper.sh');
    chmodSync(wrapper, 0o755);
    const OUT = join(directory, 'out');
    const bare = spawnSync(wrapper, [path], { encoding: 'utf8', env: { ...process.env, OUT } });
    const client = await outputOf(path, { runtimeExecutable: wrapper, env: { OUT } });
    expect(client.output('stdout')).toBe(bare.stdout);
    expect(client.output('stderr')).toBe(bare.stderr);
  });

  it.runIf(process.platform === 'linux')(
    'has them behind a wrapper that leaves the pipes alone',
    async () => {
      const path = program("console.log('logged', { a: 1 });");
      const wrapper = join(files({ 'wrapper.sh': '#!/bin/sh\nnode "$@"\nexit $?\n' }), 'wrapper.sh');
      chmodSync(wrapper, 0o755);
      const client = await outputOf(path, { runtimeExecutable: wrapper });
      expect(client.outputEvents.map(seen)).toEqual(['stdout :1 "logged { a: 1 }\\n"']);
    },
  );
});

describe.each(modes)('a flood of output, $mode', ({ inProcess }) => {
  it('can be paused, and all that was written up to there has come', async () => {
    const path = program("for (let i = 0; ; i += 1) {\n  console.log('line ' + i);\n}\n");
    const debuggee = await Debuggee.start({ program: path, inProcess });
    const { client } = debuggee;
    await client.waitFor('output', ({ output }) => output.includes('line 500\n'));
    await client.request('pause', { threadId: 1 });
    await debuggee.stop();
    const i = Number((await debuggee.evaluate('i')).result);
    const last = Number(/line (\d+)\n$/.exec(client.output('stdout'))?.[1]);
    expect([i, i - 1]).toContain(last);
    // The lines of one call are put together.
    expect(client.outputEvents.length).toBeLessThan(i / 4);
    await debuggee.end();
  });
});
