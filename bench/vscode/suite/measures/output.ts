import type { DebugProtocol } from '@vscode/debugprotocol';
import type { BenchProgram } from '../../../sessions/program.ts';
import { benchProgram } from '../../../sessions/program.ts';
import { withResultFile } from '../../../sessions/result-file.ts';
import { type Bench, type Contender, debug, type Extras, eachContender, JS_DEBUG } from '../bench.ts';
import { measure } from '../measure.ts';
import type { Passed } from '../recorder.ts';

/** Log points that the program passes, until the last message is there. */
export const logPoints = measure({
  name: 'log-points',
  reference: JS_DEBUG,
  rows: { messages: { label: '10,000 log point hits, until the last message came' } },
  runners: (bench) =>
    eachContender(async (contender) => {
      const program = benchProgram('log-points.cjs', bench.programs);
      const extras = { logMessage: 'value {i} of the log' };
      return { messages: await untilSaid(bench, contender, program, extras, 10_000) };
    }),
});

/** What the program prints, until the last line is there. */
export const consoleLines = measure({
  name: 'console',
  reference: JS_DEBUG,
  rows: { lines: { label: '50,000 console.log lines, until the last line came' } },
  runners: (bench) =>
    eachContender(async (contender) => {
      const program = benchProgram('console-lines.cjs', bench.programs);
      return { lines: await untilSaid(bench, contender, program, undefined, 50_000) };
    }),
});

/** Milliseconds from when the program begins to say `count` things, by its own clock, until all have come. */
async function untilSaid(
  bench: Bench,
  contender: Contender,
  program: BenchProgram,
  extras: Extras | undefined,
  count: number,
): Promise<number> {
  const said: number[] = [];
  let ended = 0;
  const { began } = await withResultFile<{ began: number }>(async (file) => {
    const options = { ...(extras && { extras }), settings: { args: [file, `${count}`] } };
    const editor = await debug(bench, contender, program, options);
    await editor.end();
    for (const passed of bench.recorder.since(0)) {
      for (const _ of outputOf(passed).matchAll(/value \d+ of the/g)) said.push(passed.at);
    }
    ended = said.at(-1) ?? 0;
  });
  if (said.length !== count) throw new Error(`${count} lines were to be said, and ${said.length} came`);
  return performance.timeOrigin + ended - began;
}

function outputOf({ message }: Passed): string {
  const { type, event, body } = message as DebugProtocol.OutputEvent;
  return type === 'event' && event === 'output' ? body.output : '';
}
