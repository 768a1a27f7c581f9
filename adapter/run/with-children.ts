import type { TandemError } from '../../protocol/errors.ts';
import type { Backend } from '../backend/backend.ts';
import type { PeerBackend } from '../backend/peer-backend.ts';
import { ProcessTree } from '../backend/process-tree.ts';
import { ChildProcesses } from '../children/child-processes.ts';
import { ProgramWithChildren } from '../children/program-with-children.ts';
import type { Program } from '../program/program.ts';
import type { Scope } from '../util/scope.ts';
import { closeWithProgram } from './close-with-program.ts';
import type { StartContext } from './start.ts';

/** Who takes what the program starts; undefined when that is not to be debugged. */
export function childrenOf(context: StartContext): ChildProcesses | undefined {
  if (!context.settings.autoAttachChildProcesses) return undefined;
  return context.scope.use(new ChildProcesses(context, context.adopt));
}

/** A program that has been started, and the engine of its first process. */
interface Alone {
  readonly program: Program;
  readonly backend: PeerBackend;
  /** Whether its end is the end of the program: not where a wrapper runs it. */
  readonly firstIsProgram: () => boolean;
  /** Resolves when everything that the engine had sent is read. */
  readonly lastWords?: () => Promise<void>;
}

/** A program with what it starts, as one program behind one backend. */
export function withChildren(
  { program, backend, firstIsProgram, lastWords = async () => {} }: Alone,
  children: ChildProcesses | undefined,
  scope: Scope,
): { readonly program: Program; readonly backend: Backend } {
  if (!children) {
    closeWithProgram(backend, program, lastWords);
    return { program, backend };
  }
  const tree = scope.use(new ProcessTree(backend, firstIsProgram));
  children.tree = tree;
  const all = new ProgramWithChildren(program, children);
  const both = {
    close(reason: TandemError): void {
      backend.close(reason);
      tree.close(reason);
    },
  };
  closeWithProgram(both, all, async () => {
    await lastWords();
    // What outlives the program runs on, as it would without us.
    await children.release();
  });
  return { program: all, backend: tree };
}
