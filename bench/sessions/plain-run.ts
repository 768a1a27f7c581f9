import type { Contender } from '../adapters/contender.ts';
import { Debuggee } from './debuggee.ts';
import type { BenchProgram } from './program.ts';
import { withResultFile } from './result-file.ts';
import { runBare } from './run-bare.ts';
import { timed } from './timed.ts';
import { within } from './within.ts';

/** A run without debugging. */
export interface PlainTimes {
  /** From the launch to its end, in milliseconds. */
  readonly all: number;
  /** The most that the program's process has had, in megabytes. */
  readonly memory: number;
}

type Reported = Pick<PlainTimes, 'memory'>;

/** With a reader at its pipes. */
export const bareRun = ({ path }: BenchProgram): Promise<PlainTimes> =>
  measure((file) => runBare(path, file));

/** What the adapter needs to be there is not counted: in an editor it is. */
export async function plainRun(contender: Contender, program: BenchProgram): Promise<PlainTimes> {
  await using debuggee = await within('an adapter', Debuggee.open(contender, program));
  return await measure((file) => {
    debuggee.launch({ ...contender.settings, noDebug: true, args: [file] });
    return within('the end', debuggee.terminated);
  });
}

async function measure(run: (file: string) => Promise<unknown>): Promise<PlainTimes> {
  let all = 0;
  const { memory } = await withResultFile<Reported>(async (file) => {
    all = await timed(() => run(file));
  });
  return { all, memory };
}
