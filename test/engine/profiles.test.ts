import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { files, program } from '../support/fixtures.ts';
import { expectEnd, run } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

const BUSY = `globalThis.kept = []; globalThis.rounds = 0;
class Märchen { constructor() { this.text = 'x'.repeat(64); } }
function burn() {
  const until = Date.now() + 20;
  while (Date.now() < until) kept.push(new Märchen());
  rounds += 1;
  kept.length = Math.min(kept.length, 20_000);
}
setInterval(burn, 1);
console.log('burning');
`;

interface CpuProfile {
  readonly nodes: readonly {
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly positionTicks?: readonly { readonly line: number }[];
  }[];
  readonly samples: readonly number[];
}

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

async function burning(inProcess: boolean, path = program(BUSY)) {
  const client = await run({ program: path, inProcess });
  await client.waitFor('output', ({ output }) => output.includes('burning'));
  return client;
}

/** Lets the program run until it has done some more of its work. */
const worked = async (debuggee: { client: { request: Awaited<ReturnType<typeof run>>['request'] } }) => {
  await debuggee.client.request('evaluate', {
    expression:
      'await new Promise((done) => { const enough = rounds + 10; setInterval(() => rounds >= enough && done(), 1); })',
    context: 'repl',
  });
};

describe.each(modes)('profiles, $mode', ({ inProcess }) => {
  it('of the CPU are written beside the running program', async () => {
    const path = program(BUSY);
    const client = await burning(inProcess, path);
    await client.request('tandem.startProfile', { kind: 'cpu' });
    await worked({ client });
    const written = await client.request('tandem.stopProfile', { kind: 'cpu' });
    expect(dirname(written.path)).toBe(dirname(path));
    expect(written.path).toMatch(/program-.*\.cpuprofile$/);
    const { nodes, samples } = json(written.path) as CpuProfile;
    expect(samples.length).toBeGreaterThan(0);
    const burn = nodes.find(({ callFrame }) => callFrame.functionName === 'burn');
    expect(burn?.callFrame).toMatchObject({ url: pathToFileURL(path).href, lineNumber: 2 });
    await client.request('disconnect', {});
  });

  it('name the sources that were written', async () => {
    const source = `type Nothing = undefined;\n\n${BUSY.replace('burn()', 'burn(): Nothing')}`;
    const { code } = transformSync(source, {
      loader: 'ts',
      sourcemap: 'inline',
      sourcefile: 'busy.ts',
      banner: '// 1',
    });
    const directory = files({ 'busy.ts': source, 'busy.js': code });
    const client = await burning(inProcess, join(directory, 'busy.js'));
    await client.request('tandem.startProfile', { kind: 'cpu' });
    await worked({ client });
    const { path } = await client.request('tandem.stopProfile', { kind: 'cpu', path: 'here.cpuprofile' });
    expect(path).toBe(join(directory, 'here.cpuprofile'));
    const burn = (json(path) as CpuProfile).nodes.find(({ callFrame }) => callFrame.functionName === 'burn')!;
    expect(burn.callFrame).toMatchObject({
      url: pathToFileURL(join(directory, 'busy.ts')).href,
      lineNumber: 4,
    });
    for (const { line } of burn.positionTicks ?? []) expect([4, 5, 6, 7, 8, 9, 10]).toContain(line);
    await client.request('disconnect', {});
  });

  it('of allocations say who made what', async () => {
    const client = await burning(inProcess);
    await client.request('tandem.startProfile', { kind: 'heap-sampling' });
    await worked({ client });
    const { path } = await client.request('tandem.stopProfile', { kind: 'heap-sampling' });
    expect(path).toMatch(/\.heapprofile$/);
    expect(json(path)).toMatchObject({
      head: { callFrame: { functionName: '(root)' } },
      samples: expect.any(Array),
    });
    expect(readFileSync(path, 'utf8')).toContain('"functionName":"burn"');
    await client.request('disconnect', {});
  });

  it.each([['running'], ['paused']])('of the heap are taken of a program that is %s', async (state) => {
    const path = program(state === 'paused' ? `${BUSY}burn();\ndebugger;` : BUSY);
    const debuggee = await Debuggee.start({ program: path, inProcess });
    if (state === 'paused') await debuggee.stop();
    else await debuggee.client.waitFor('output');
    const written = await debuggee.client.request('tandem.heapSnapshot', {});
    expect(written.path).toMatch(/\.heapsnapshot$/);
    const { snapshot, nodes, strings } = json(written.path);
    expect(nodes).toHaveLength(snapshot.node_count * snapshot.meta.node_fields.length);
    expect(strings).toContain('Märchen');
    if (state === 'paused') expect((await debuggee.evaluate('typeof burn')).result).toContain('function');
    await debuggee.end();
  });

  it('are taken while the program is paused', async () => {
    const debuggee = await Debuggee.start({ program: program('debugger;\ndebugger;'), inProcess });
    await debuggee.stop();
    await debuggee.client.request('tandem.startProfile', { kind: 'cpu' });
    await debuggee.continue();
    await debuggee.stop();
    const { path } = await debuggee.client.request('tandem.stopProfile', { kind: 'cpu' });
    expect((json(path) as CpuProfile).nodes.length).toBeGreaterThan(0);
    await debuggee.end();
  });

  it('that cannot be are refused, and why', async () => {
    const path = program(BUSY);
    const client = await burning(inProcess, path);
    const refused = (code: string, message: RegExp) =>
      expect.objectContaining({ code, message: expect.stringMatching(message) });
    await expect(client.send('tandem.startProfile', { kind: 'gpu' })).rejects.toEqual(
      refused('engine.profileKindUnknown', /"gpu".*cpu, heap-sampling/),
    );
    await expect(client.request('tandem.stopProfile', { kind: 'cpu' })).rejects.toEqual(
      refused('engine.profileNotRunning', /Start one first/),
    );
    await client.request('tandem.startProfile', { kind: 'cpu' });
    await expect(client.request('tandem.startProfile', { kind: 'cpu' })).rejects.toEqual(
      refused('engine.profileRunning', /Stop it first/),
    );
    await expect(client.request('tandem.heapSnapshot', { threadId: 77 })).rejects.toEqual(
      refused('engine.threadUnknown', /77/),
    );
    const nowhere = join(dirname(path), 'missing', 'a.cpuprofile');
    for (const attempt of [
      () => client.request('tandem.stopProfile', { kind: 'cpu', path: nowhere }),
      () => client.request('tandem.heapSnapshot', { path: nowhere }),
    ]) {
      await expect(attempt()).rejects.toEqual(refused('engine.profileUnwritable', /missing.*ENOENT/));
    }
    // The recording was not lost with the file that could not be written.
    const written = await client.request('tandem.stopProfile', { kind: 'cpu' });
    expect(existsSync(written.path)).toBe(true);
    await client.request('disconnect', {});
  });

  it('end with their program, and leave no file behind', async () => {
    const path = program("process.stdin.once('data', () => process.exit(3)); console.log('ready');");
    const client = await run({ program: path, inProcess });
    await client.waitFor('output', ({ output }) => output.includes('ready'));
    await client.request('tandem.startProfile', { kind: 'cpu' });
    await client.request('tandem.stdin', { text: 'x\n' });
    await expectEnd(client, 3);
    await expect(client.request('tandem.stopProfile', { kind: 'cpu' })).rejects.toMatchObject({
      code: 'session.ended',
    });
    expect(readdirSync(dirname(path))).toEqual(['program.js']);
  });
});
