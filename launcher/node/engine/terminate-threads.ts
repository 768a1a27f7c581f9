import { setTimeout } from 'node:timers/promises';
import type { Arguments } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { leavePause } from './leave-pause.ts';
import type { Thread } from './thread.ts';

/** How long a worker may take to end when it is told to, in milliseconds; a loop without end does not listen. */
const PATIENCE = 400;

/** Ends workers as `process.exit` in them would. */
export function terminateThreads(
  context: EngineContext,
  { threadIds = [] }: Arguments<'terminateThreads'>,
): Record<string, never> {
  const threads = threadIds.map((id) => {
    const thread = context.threads.get(id);
    if (!thread) throw errors.threadUnknown(id);
    if (thread.isMain) throw errors.threadIsMain(thread.name);
    return thread;
  });
  for (const thread of threads) void terminate(context, thread);
  return {};
}

/**
 * Nothing may be said to a worker that is being torn down: it can abort the process. Hence all that there is to say is
 * said at once, and more only to one that has not heard it.
 */
async function terminate(context: EngineContext, thread: Thread): Promise<void> {
  const isPaused = thread.paused !== undefined;
  leavePause(context, thread);
  const { channel } = thread;
  const ignore = (): void => {
    // It has ended before it could answer.
  };
  channel
    .post('Runtime.evaluate', { expression: "process.getBuiltinModule('process').exit(1)", silent: true })
    .catch(ignore);
  if (isPaused) channel.post('Debugger.resume').catch(ignore);
  await setTimeout(PATIENCE, undefined, { ref: false });
  if (!context.threads.has(thread.id)) return;
  channel.post('Runtime.terminateExecution').catch(ignore);
  await setTimeout(PATIENCE, undefined, { ref: false });
  if (!context.threads.has(thread.id)) return;
  const output = `${errors.threadDoesNotEnd(thread.name).text}\n`;
  context.emit({ event: 'output', body: { category: 'important', output } });
}
