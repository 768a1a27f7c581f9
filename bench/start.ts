// What it feels like: Tandem's backends and its server, and other adapters, on the same program in the same run.

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contender } from './adapters/contender.ts';
import { contenders, EXTERNAL, IN_PROCESS } from './adapters/contenders.ts';
import { type BenchOptions, HELP, parseOptions } from './options.ts';
import { LOOP_ROWS, PLAIN_ROWS, SESSION_ROWS } from './report/labels.ts';
import { resultTable } from './report/print.ts';
import { publish } from './report/publish.ts';
import { type Result, rounds } from './report/rounds.ts';
import { debuggedLoop } from './sessions/debugged-loop.ts';
import { bareLoop, type LoopTimes, v8Loop } from './sessions/loop.ts';
import { bareRun, type PlainTimes, plainRun } from './sessions/plain-run.ts';
import { benchProgram } from './sessions/program.ts';
import { measureSession, type SessionTimes } from './sessions/session.ts';

const BARE = 'bare';
const PROGRAMS = fileURLToPath(new URL('programs', import.meta.url));

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (!options) return void process.stdout.write(HELP);
  const dist = resolve(options.dist);
  if (!existsSync(join(dist, 'adapter.js')))
    throw new Error(`no adapter.js in ${options.dist}: npm run build`);

  const all = contenders({ ...options, dist });
  const reference = options.peers[0]?.name ?? EXTERNAL;
  const sessions = await measureSessions(all, options);
  const loop = options.loop ? await measureLoop(all, options) : undefined;

  const plain = options.loop ? await measurePlain(all, options) : undefined;

  const machine = { node: process.version, cores: availableParallelism(), runs: options.runs };
  if (options.json)
    return console.log(JSON.stringify({ ...machine, reference, sessions, loop, plain }, undefined, 2));
  publish('adapters alone', options, [
    resultTable(SESSION_ROWS, sessions, reference),
    ...(loop ? [resultTable(LOOP_ROWS, loop, BARE)] : []),
    ...(plain ? [resultTable(PLAIN_ROWS, plain, BARE)] : []),
  ]);
}

function measureSessions(
  all: readonly Contender[],
  options: BenchOptions,
): Promise<Result<keyof SessionTimes>[]> {
  const program = benchProgram('stop.cjs', PROGRAMS);
  const runners = all.map((it) => ({ name: it.name, run: () => measureSession(it, program) }));
  return rounds(runners, options, progress('sessions', options));
}

function measureLoop(all: readonly Contender[], options: BenchOptions): Promise<Result<keyof LoopTimes>[]> {
  const program = benchProgram('loop.cjs', PROGRAMS);
  const plain = [
    { name: BARE, run: () => bareLoop(program) },
    { name: "V8's debugger alone", run: () => v8Loop(program) },
  ];
  const debugged = all.map((it) => ({ name: it.name, run: () => debuggedLoop(it, program) }));
  return rounds([...plain, ...debugged], options, progress('loops', options));
}

/** Not in-process: that has no process of its own to be measured. */
function measurePlain(all: readonly Contender[], options: BenchOptions): Promise<Result<keyof PlainTimes>[]> {
  const program = benchProgram('plain.cjs', PROGRAMS);
  const others = all.filter(({ name }) => name !== IN_PROCESS);
  const runners = [
    { name: BARE, run: () => bareRun(program) },
    ...others.map((it) => ({ name: it.name, run: () => plainRun(it, program) })),
  ];
  return rounds(runners, options, progress('runs without debugging', options));
}

/** On stderr, and only for somebody who watches. */
function progress(what: string, { runs }: BenchOptions): (round: number) => void {
  return (round) => {
    if (process.stderr.isTTY)
      process.stderr.write(`\r${what}: ${round < 0 ? 'warming up' : `${round + 1}/${runs}`}   `);
    if (process.stderr.isTTY && round === runs - 1) process.stderr.write('\r\x1b[K');
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
