// Runs the tests that debug programs under other versions of Node too. They come from npm, and are kept outside the
// checkout. Versions may be named: `node scripts/test-nodes.mjs 24`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { main, run, tool } from './run.mjs';

const VERSIONS = ['22.23.3', '24.21.0', '26.10.0'];
const SUITES = [
  'test/launcher',
  'test/engine',
  'test/adapter',
  'test/attach',
  'test/backend',
  'test/testing/node-test',
];
const HERE = process.versions.node.split('.')[0];

await main(async () => {
  const named = process.argv.slice(2);
  const wanted = VERSIONS.filter((version) =>
    named.length > 0 ? named.includes(version.split('.')[0] ?? '') : !version.startsWith(`${HERE}.`),
  );
  for (const version of wanted) {
    const bin = install(version);
    // For the programs, which the adapter finds in PATH; vitest itself, and with it the adapter, runs in it as well.
    const { PATH, TANDEM_TEST_PYTHON = 'any' } = process.env;
    const env = { PATH: `${bin}${path.delimiter}${PATH}`, TANDEM_TEST_PYTHON };
    const node = path.join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
    await run(`Tests under Node ${version}`, node, [tool('vitest/vitest.mjs'), 'run', ...SUITES], env);
  }
});

/**
 * @param {string} version
 * @returns {string} The directory with the executable.
 */
function install(version) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const home = path.join(cacheDirectory(), 'nodes', version);
  const bin = path.join(home, 'node_modules', name, 'bin');
  if (!existsSync(bin)) {
    console.log(`Installing Node ${version} …`);
    mkdirSync(home, { recursive: true });
    const args = ['install', '--prefix', home, '--no-save', '--no-audit', '--no-fund', `${name}@${version}`];
    const { status } = spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' });
    if (status !== 0 || !existsSync(bin)) throw new Error(`Node ${version} could not be installed from npm`);
  }
  return bin;
}

function cacheDirectory() {
  const { TANDEM_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  return (
    TANDEM_CACHE ?? path.join(XDG_CACHE_HOME ?? LOCALAPPDATA ?? path.join(os.homedir(), '.cache'), 'tandem')
  );
}
