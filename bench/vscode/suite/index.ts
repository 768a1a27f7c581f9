// What VS Code runs as `extensionTestsPath`: measures js-debug and Tandem on the same programs, in turns.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
// biome-ignore lint/style/noRestrictedImports: this runs inside VS Code.
import * as vscode from 'vscode';
import type { Rows } from '../../report/print.ts';
import { type Result, rounds } from '../../report/rounds.ts';
import type { Bench } from './bench.ts';
import type { Measure } from './measure.ts';
import { array } from './measures/array.ts';
import { attach, attachedWork, waitingWork } from './measures/attach.ts';
import { bundle } from './measures/bundle.ts';
import { conditions } from './measures/conditions.ts';
import { memory } from './measures/memory.ts';
import { consoleLines, logPoints } from './measures/output.ts';
import { overhead } from './measures/overhead.ts';
import { session } from './measures/session.ts';
import { noNewProcesses } from './processes.ts';
import { Recorder } from './recorder.ts';

/** From run.mjs, which the extension host inherits its environment from. */
export interface Order {
  readonly runs: number;
  readonly warmUp: number;
  /** Names of measures; empty: all. */
  readonly only: readonly string[];
  readonly programs: string;
  readonly bundle: string;
  /** The file for the results. */
  readonly out: string;
}

/** What came of one measure. */
export interface Measured {
  readonly name: string;
  readonly rows: Rows<string>;
  readonly reference: string;
  readonly seconds: number;
  /** Undefined when it failed. */
  readonly results?: readonly Result<string>[];
  readonly failure?: string;
}

export interface EditorResults {
  readonly vscode: string;
  readonly node: string;
  readonly measured: readonly Measured[];
}

const MEASURES = [
  memory,
  session,
  array,
  bundle,
  conditions,
  logPoints,
  consoleLines,
  overhead,
  attach,
  attachedWork,
  waitingWork,
];

export async function run(): Promise<void> {
  const order = JSON.parse(process.env.TANDEM_BENCH ?? '') as Order;
  const unknown = order.only.filter((name) => !MEASURES.some((measure) => measure.name === name));
  if (unknown.length > 0) {
    throw new Error(`--only ${unknown}: there are ${MEASURES.map(({ name }) => name).join(', ')}`);
  }
  const bench = { recorder: new Recorder(), programs: order.programs, bundle: order.bundle };
  await settleIn(bench);
  const measured: Measured[] = [];
  for (const measure of MEASURES) {
    if (order.only.length > 0 && !order.only.includes(measure.name)) continue;
    measured.push(await take(measure, bench, order));
  }
  const results: EditorResults = { vscode: vscode.version, node: process.version, measured };
  writeFileSync(order.out, JSON.stringify(results));
  say('1 passing, 0 failing'); // by which the runner knows that we came to the end
}

/** As in a window that is in use. */
async function settleIn({ programs }: Bench): Promise<void> {
  // Views that nobody sees ask for nothing.
  await vscode.commands.executeCommand('workbench.view.debug');
  // A stop shows the program, and the first file of a language starts servers for it.
  await vscode.window.showTextDocument(vscode.Uri.file(join(programs, 'stop.cjs')));
  await noNewProcesses();
}

/** One that fails must not cost the others' results. */
async function take(measure: Measure, bench: Bench, order: Order): Promise<Measured> {
  const { name, rows, reference } = measure;
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const { runs, warmUp } = order;
  try {
    const results = await rounds(measure.runners(bench), { runs, warmUp }, (round) =>
      say(`${name} ${round + 1}/${runs}`),
    );
    return { name, rows, reference, seconds: seconds(), results };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    say(`${name} failed: ${failure}`);
    return { name, rows, reference, seconds: seconds(), failure };
  }
}

function say(text: string): void {
  console.log(`vscode tests: ${text}`); // what begins so, the runner picks out of what VS Code prints
}
