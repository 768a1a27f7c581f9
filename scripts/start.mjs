// `npm start`: from a fresh clone to a program that is being debugged, here in the terminal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { ensureInstalled } from './setup.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(path.join(tmpdir(), 'tandem-start-'));

const BREAKPOINT = "shop/prices.js:18:order.customer === 'Linus'";
const PROGRAM = 'shop/shop.js';
/** The example has a bug, and ends with an uncaught exception. */
const EXPECTED_EXIT_CODE = 1;

const RIDES = [
  {
    name: 'in-process',
    flags: ['--in-process'],
    what: "the program is a worker of the debugger's own process",
  },
  { name: 'external', flags: [], what: 'the program has a process of its own' },
];

/** @type {{ key: 'firstStop' | 'step' | 'inspection', label: string }[]} */
const ROWS = [
  { key: 'firstStop', label: 'start to first stop' },
  { key: 'step', label: 'one step' },
  { key: 'inspection', label: 'stack, scopes and variables' },
];

async function start() {
  heading('Setup', 'what Tandem is built with');
  await ensureInstalled(say);

  heading('Build', 'the bundles in dist/');
  const { build } = await import('./build.mjs');
  const began = performance.now();
  await build();
  say(`Built in ${Math.round(performance.now() - began)} ms.`);

  const costs = [];
  for (const ride of RIDES) {
    heading(`Debug, ${ride.name}`, ride.what);
    costs.push(await debug(ride));
  }

  heading('What it cost', 'measured by the client in the two runs above');
  showCosts(costs);
  say('');
  say(`Your turn, at a prompt:  ${paint('cyan', 'node dist/cli.js debug examples/shop/shop.js')}`);
  say(
    `In VS Code:              open this folder, press ${paint('cyan', 'F5')}, and again in the window that opens.`,
  );
}

/** @param {typeof RIDES[number]} ride */
async function debug({ name, flags }) {
  const shown = ['tandem debug', ...flags, '--break', `"${BREAKPOINT}"`, PROGRAM].join(' ');
  console.log(`${paint('gray', '$')} ${paint('cyan', shown)}\n`);
  const timing = path.join(scratch, `${name}.json`);
  const cli = path.join(root, 'dist', 'cli.js');
  const args = ['debug', '--batch', '--timing', timing, ...flags, '--break', BREAKPOINT, PROGRAM];
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: path.join(root, 'examples'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== EXPECTED_EXIT_CODE)
    throw new Error(`The example should end with exit code ${EXPECTED_EXIT_CODE}, not ${code}.`);
  return JSON.parse(readFileSync(timing, 'utf8'));
}

/** @param {Record<string, number | null>[]} costs one for each ride */
function showCosts(costs) {
  const cell = (/** @type {string} */ text) => text.padStart(14);
  const width = Math.max(...ROWS.map(({ label }) => label.length));
  say(paint('gray', ' '.repeat(width) + RIDES.map(({ name }) => cell(name)).join('')));
  for (const { key, label } of ROWS) {
    const cells = costs.map((cost) => {
      const value = cost[key];
      if (typeof value !== 'number') throw new Error(`The run did not come to "${label}".`);
      return paint('green', cell(`${value < 10 ? value.toFixed(1) : Math.round(value)} ms`));
    });
    say(label.padEnd(width) + cells.join(''));
  }
}

/**
 * @param {string} title
 * @param {string} what
 */
function heading(title, what) {
  console.log(`\n${paint('bold', `▍${title}`)}  ${paint('gray', what)}`);
}

/** @param {string} text */
function say(text) {
  console.log(text && `  ${text}`);
}

/**
 * @param {Parameters<typeof styleText>[0]} format
 * @param {string} text
 */
function paint(format, text) {
  const { FORCE_COLOR, NO_COLOR } = process.env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0';
  const wanted = forced || (!NO_COLOR && FORCE_COLOR === undefined && process.stdout.isTTY);
  return wanted ? styleText(format, text, { validateStream: false }) : text;
}

try {
  await start();
} catch (error) {
  console.error(`\n${paint('red', '✖')} ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
