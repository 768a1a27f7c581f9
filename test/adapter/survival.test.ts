import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Debuggee } from '../engine/support.ts';
import { cuttingProxy, HAS_SHELL } from '../support/cutting-proxy.ts';
import type { DapClient } from '../support/dap-client.ts';
import { files, lineOf, program } from '../support/fixtures.ts';

const LOOP = `
let count = 0; // here
while (count < 1000) {
  count += 1;
  globalThis.last = count;
}
`;

async function stoppedInLoop(proxy: { readonly runtimeExecutable: string }) {
  const file = program(LOOP);
  const debuggee = await Debuggee.start({
    program: file,
    runtimeExecutable: proxy.runtimeExecutable,
    breakpoints: { [file]: [{ line: lineOf(file, 'here') }] },
  });
  await debuggee.where();
  await debuggee.step('next');
  return debuggee;
}

const saying = (client: DapClient, text: string) =>
  client.waitFor('output', ({ category, output }) => category === 'important' && output.includes(text));

/** It falls back to that when its directory for sockets has too long a name. On TCP, it is more patient. */
function adapterListensOnTcp(): void {
  const directory = join(files({}), 'x'.repeat(100));
  mkdirSync(directory);
  vi.stubEnv('XDG_RUNTIME_DIR', undefined);
  vi.stubEnv('TMPDIR', directory);
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe.runIf(HAS_SHELL)('a program whose connection is lost', () => {
  it('is stepped on while its connection is cut, between any two bytes', async () => {
    await using proxy = await cuttingProxy();
    const debuggee = await stoppedInLoop(proxy);
    const lines = [4, 5, 3];
    const STEPS = 90;
    for (let step = 0; step < STEPS; step += 1) {
      // From inside the answer to the step into the event of the stop, and on into the answers about it.
      proxy.cut(step * 13);
      expect(await debuggee.step('next'), `step ${step}`).toBe(`(anonymous) program.js:${lines[step % 3]}`);
    }
    expect(proxy.dialled).toBeGreaterThan(20);
    expect((await debuggee.evaluate('count')).result).toBe(String(STEPS / 3));
    await debuggee.end();
  });

  it('is asked meanwhile what waits for it to come back, and the user is told', async () => {
    adapterListensOnTcp();
    await using proxy = await cuttingProxy();
    const debuggee = await stoppedInLoop(proxy);
    const { client } = debuggee;
    proxy.turnAway = true;
    proxy.cut();
    const asked = debuggee.evaluate('count + 41');
    await saying(client, 'is lost; trying to reach it again');
    proxy.turnAway = false;
    expect((await asked).result).toBe('41');
    await saying(client, 'is back');
    await debuggee.end();
  });
});
