import { benchProgram } from '../../../sessions/program.ts';
import { withResultFile } from '../../../sessions/result-file.ts';
import { debug, EXTERNAL, eachContender, IN_PROCESS, JS_DEBUG } from '../bench.ts';
import { measure } from '../measure.ts';

const HITS = 200_000;
const GOAL = { [EXTERNAL]: 0.01, [IN_PROCESS]: 0.01 };

/** A breakpoint in a hot loop whose condition is never true. */
export const conditions = measure({
  name: 'conditions',
  reference: JS_DEBUG,
  rows: {
    hits: { label: '200,000 false conditions (or those of 3 s, scaled)', goals: GOAL },
  },
  runners: (bench) =>
    eachContender(async (contender) => {
      const program = benchProgram('conditions.cjs', bench.programs);
      const { hits, ms } = await withResultFile<{ hits: number; ms: number }>(async (file) => {
        const extras = { condition: 'i === -1' };
        const editor = await debug(bench, contender, program, {
          extras,
          settings: { args: [file, `${HITS}`] },
        });
        await editor.end();
      });
      return { hits: (ms / hits) * HITS };
    }),
});
