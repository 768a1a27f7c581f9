import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { benchProgram } from '../../../sessions/program.ts';
import { debug, eachContender, JS_DEBUG } from '../bench.ts';
import { measure } from '../measure.ts';
import { descendants } from '../processes.ts';

/** What a session costs besides time. */
export const memory = measure({
  name: 'memory',
  reference: JS_DEBUG,
  rows: {
    processes: { label: 'processes beside the program', unit: '' },
    besides: { label: 'their memory', unit: 'MB' },
    program: { label: 'memory of the program’s process', unit: 'MB' },
    during: { label: 'heap of the extension host, more while stopped', unit: 'MB' },
    resident: { label: 'memory of the extension host, more while stopped', unit: 'MB' },
    after: { label: 'heap of the extension host, more after the session', unit: 'MB' },
  },
  runners: (bench) =>
    eachContender(async (contender) => {
      bench.recorder.forget();
      const others = new Set(descendants().map(({ pid }) => pid));
      const before = heap();
      const residentBefore = process.memoryUsage.rss();
      const editor = await debug(bench, contender, benchProgram('stop.cjs', bench.programs));
      const stop = await editor.stop();
      await editor.looked();
      const started = descendants().filter(({ pid }) => !others.has(pid));
      const [program, ...besides] = started.toSorted((a, b) => Number(isProgram(b)) - Number(isProgram(a)));
      const resident = (process.memoryUsage.rss() - residentBefore) / 1e6;
      const during = heap() - before;
      await editor.end(stop);
      bench.recorder.forget();
      const after = heap() - before;
      return {
        processes: besides.length,
        besides: besides.reduce((sum, { megabytes }) => sum + megabytes, 0),
        program: program?.megabytes ?? 0,
        during,
        resident,
        after,
      };
    }),
});

const isProgram = ({ commandLine }: { readonly commandLine: string }): boolean =>
  commandLine.includes('stop.cjs');

let collect: (() => void) | undefined;

/** Megabytes that are in use and not garbage. */
function heap(): number {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}
