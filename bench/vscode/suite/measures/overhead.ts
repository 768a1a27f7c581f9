import { LOOP_ROWS } from '../../../report/labels.ts';
import type { Runner } from '../../../report/rounds.ts';
import { bareLoop, type LoopTimes, v8Loop } from '../../../sessions/loop.ts';
import { benchProgram } from '../../../sessions/program.ts';
import { withResultFile } from '../../../sessions/result-file.ts';
import { debug, EXTERNAL, eachContender, IN_PROCESS } from '../bench.ts';
import { measure } from '../measure.ts';

const BARE = 'bare';
const goals = { [EXTERNAL]: 1.03, [IN_PROCESS]: 1.03 };

/** What a program needs for its own work, by its own clock, with a breakpoint that is never reached. */
export const overhead = measure({
  name: 'overhead',
  reference: BARE,
  rows: {
    calls: { ...LOOP_ROWS.calls, goals },
    awaits: { ...LOOP_ROWS.awaits, goals },
    throws: { ...LOOP_ROWS.throws, goals },
  },
  runners(bench) {
    const program = benchProgram('loop.cjs', bench.programs);
    const plain: Runner<keyof LoopTimes>[] = [
      { name: BARE, run: () => times(bareLoop(program)) },
      { name: "V8's debugger alone", run: () => times(v8Loop(program)) },
    ];
    const debugged = eachContender((contender) =>
      times(
        withResultFile<LoopTimes>(async (file) => {
          const editor = await debug(bench, contender, program, { settings: { args: [file] } });
          await editor.end();
        }),
      ),
    );
    return [...plain, ...debugged];
  },
});

const times = async (loop: Promise<LoopTimes>): Promise<Record<keyof LoopTimes, number>> => ({
  ...(await loop),
});
