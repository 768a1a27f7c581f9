import type { Contender } from '../adapters/contender.ts';
import { Debuggee } from './debuggee.ts';
import type { LoopTimes } from './loop.ts';
import type { BenchProgram } from './program.ts';
import { withResultFile } from './result-file.ts';
import { within } from './within.ts';

/** With a breakpoint in force, which is never reached. */
export function debuggedLoop(contender: Contender, program: BenchProgram): Promise<LoopTimes> {
  return withResultFile(async (result) => {
    await using debuggee = await within('an adapter', Debuggee.open(contender, program));
    debuggee.launch({ ...contender.settings, args: [result] });
    await within('the end', debuggee.terminated);
  });
}
