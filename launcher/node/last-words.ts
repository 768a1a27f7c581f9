import type { CommandReceiver } from '../../ipc/command-channel.ts';
import type { Connection } from '../../ipc/connection.ts';

/** Longest time that last words may take, in milliseconds. */
export const FLUSH_LIMIT = 500;

/**
 * Longest time, in milliseconds, to wait for answers that are on their way: to what let the program run to its end, for
 * example. Its thread gives no others any more.
 */
const ANSWER_LIMIT = 50;

/** Resolves when all that a program that exits has to say has been sent, or takes too long. */
export async function sayLastWords(receiver: CommandReceiver, connection: Connection): Promise<void> {
  await receiver.answered(ANSWER_LIMIT);
  await connection.flush(FLUSH_LIMIT);
}
