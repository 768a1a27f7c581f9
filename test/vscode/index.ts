// What VS Code runs as `extensionTestsPath`: mocha over all suites, in the extension host. Each line begins with
// `vscode tests: `, by which the runner outside picks it out of everything else that VS Code prints.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';

const testTimeoutMs = 60_000;
/** What is told of waking up: after any other suite, all would be awake. */
const FIRST = 'activation.test.cjs';

export async function run(): Promise<void> {
  say(`in ${vscode.env.appName}, VS Code ${vscode.version}, Node ${process.versions.node}`);
  const { passes, failures } = await runSuites();
  if (passes + failures === 0) say('no test ran');
  say(`${passes} passing, ${failures} failing`);
  if (failures > 0) throw new Error(`${failures} failing`);
  if (passes === 0) throw new Error('no test ran');
}

async function runSuites(): Promise<Mocha.Stats> {
  const grep = process.env.TANDEM_VSCODE_GREP;
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: testTimeoutMs,
    reporter: Lines,
    // As in vitest.config.mts.
    retries: process.env.CI ? 1 : 0,
    ...(grep ? { grep } : {}),
  });
  const folder = join(__dirname, process.env.TANDEM_VSCODE_SUITE ?? 'suite');
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.cjs'));
  for (const file of files.toSorted((one, other) => Number(other === FIRST) - Number(one === FIRST))) {
    mocha.addFile(join(folder, file));
  }
  return new Promise((resolve, reject) => {
    const runner = mocha.run(() =>
      runner.stats ? resolve(runner.stats) : reject(new Error('mocha gave no result')),
    );
  });
}

class Lines extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner) {
    super(runner);
    runner.on('pass', (test) => say(`✔ ${test.fullTitle()} (${test.duration} ms)`));
    runner.on('retry', (test, error: Error) =>
      say(`↻ ${test.fullTitle()} is tried again\n${indent(error.stack ?? String(error))}`),
    );
    runner.on('pending', (test) => say(`- ${test.fullTitle()} (skipped)`));
    runner.on('fail', (test, error) => say(`✘ ${test.fullTitle()}\n${indent(error.stack ?? String(error))}`));
  }
}

function say(text: string): void {
  for (const line of text.split('\n')) console.log(`vscode tests: ${line}`);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
