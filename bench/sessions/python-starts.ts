import type { Contender } from '../adapters/contender.ts';
import type { PythonPrograms } from '../python/programs.ts';
import { Debuggee } from './debuggee.ts';
import type { BenchProgram } from './program.ts';
import { timed } from './timed.ts';
import { within } from './within.ts';

/** Milliseconds from the launch to the first stop of Python programs. */
export interface PythonStarts {
  /** At the first line, without any breakpoint. */
  readonly entry: number;
  /** With fifty breakpoints in ten files, at one of them. */
  readonly many: number;
  /** Behind the import of a thousand modules. */
  readonly modules: number;
}

export async function pythonStarts(contender: Contender, programs: PythonPrograms): Promise<PythonStarts> {
  const first = async (program: BenchProgram, settings = {}): Promise<number> => {
    await using debuggee = await within('an adapter', Debuggee.open(contender, program));
    return await timed(() => {
      debuggee.launch({ ...contender.settings, ...settings });
      return within('the first stop', debuggee.stopped);
    });
  };
  return {
    entry: await first(programs.empty, { stopOnEntry: true }),
    many: await first(programs.many),
    modules: await first(programs.modules),
  };
}
