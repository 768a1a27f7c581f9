import { errors, type TandemError } from '../../../protocol/errors.ts';
import type { TaskInfo } from '../../../protocol/tasks/task.ts';
import type { Run } from '../host.ts';

export interface TaskEnd {
  readonly how: NonNullable<TaskInfo['end']>;
  readonly error?: TandemError;
}

/** What is known of a task when its debug run is over. */
interface Signs {
  readonly run: Run;
  /** Why it could not be started, if that was said. */
  readonly failure: TandemError | undefined;
  /** Its program was there. */
  readonly hasRun: boolean;
  readonly exitCode: number | undefined;
  /** Somebody had asked it to end. */
  readonly wasAsked: boolean;
}

export function endOf(signs: Signs): TaskEnd {
  const error = whyAborted(signs);
  if (error) return { how: 'aborted', error };
  if (!signs.wasAsked) return { how: 'completed' };
  return { how: wasLeft(signs) ? 'detached' : 'aborted' };
}

/** One that was found running ends with its debug run only where it says so. */
function wasLeft({ run: { configuration, parent }, hasRun, exitCode }: Signs): boolean {
  const wasFound = configuration.request === 'attach' && !parent;
  return wasFound && hasRun && exitCode === undefined;
}

function whyAborted({ run, failure, hasRun, exitCode, wasAsked }: Signs): TandemError | undefined {
  // A session that is ended in its first moments answers so. That is no failure.
  if (failure && failure.audience !== 'expected') return failure;
  // Whoever has not started a program need not learn how it ended.
  const mayNotKnow = wasAsked || run.configuration.request === 'attach';
  if (exitCode !== undefined || mayNotKnow) return undefined;
  return hasRun ? errors.taskLost() : errors.taskNotStarted();
}
