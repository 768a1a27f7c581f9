// Repeats tests of the adapter with a dev adapter, in every way and framing by which sessions come to one: it speaks the
// same protocol as the adapter in production.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from './build.mjs';
import { main, root, run, tool } from './run.mjs';

/**
 * What is tested by which way; they are called as in test/support/dev-channel.ts. In some places there is one client at a
 * time, and so one file.
 */
const SUITES = {
  'socket, content-length': ['debugging', 'input', 'child-sessions'],
  'socket, lines': ['debugging'],
  'tcp, hex-length': ['debugging'],
  'fifos, lines': process.platform === 'win32' ? [] : ['debugging'],
  files: ['debugging'],
};

await main(async () => {
  const home = path.join(root, 'dist-test');
  await mkdir(home, { recursive: true });
  const outdir = await mkdtemp(path.join(home, 'dev-'));
  const state = await mkdtemp(path.join(tmpdir(), 'tandem-dev-'));
  await build({ outdir });
  const cli = path.join(outdir, 'cli.js');
  const dev = spawn(process.execPath, [cli, 'dev', '--json', '--state', state], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(dev, 'exit');
  try {
    await Promise.race([built(dev.stdout), ended.then(() => Promise.reject(new Error('It did not start.')))]);
    for (const [way, suites] of Object.entries(SUITES)) {
      const paths = suites.map((name) => `test/adapter/${name}.test.ts`);
      if (paths.length === 0) continue;
      const args = [tool('vitest/vitest.mjs'), 'run', ...paths];
      const env = { TANDEM_TEST_WAY: way, TANDEM_DEV_STATE: state };
      await run(`Tests of the adapter, by ${way}`, process.execPath, args, env);
    }
    dev.kill();
    const [code] = await ended;
    const left = (await readdir(state)).filter((name) => !name.startsWith('dev.log'));
    if (code !== 0 || left.length > 0)
      throw new Error(`The dev adapter ended with ${code}, and has left ${left.join(', ') || 'nothing'}.`);
  } finally {
    dev.kill();
    await Promise.all([outdir, state].map((directory) => rm(directory, { recursive: true, force: true })));
  }
});

/**
 * Resolves when there is an adapter for sessions. What is told goes on to be read.
 * @param {import('node:stream').Readable} output
 * @returns {Promise<void>}
 */
function built(output) {
  return new Promise((resolve) => {
    createInterface(output).on('line', (line) => {
      if (JSON.parse(line).event === 'built') resolve();
    });
  });
}
