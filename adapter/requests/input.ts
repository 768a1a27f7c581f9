import { errors } from '../../protocol/errors.ts';
import type { Session } from '../session/session.ts';
import type { Handlers } from './handler.ts';

interface Input {
  readonly text?: string;
  readonly end?: boolean;
}

export const inputHandlers: Handlers<'tandem.stdin'> = {
  'tandem.stdin': {
    phase: 'program',
    failsInPlace: true,
    async handle(session, input) {
      await sendInput(session, input);
      return {};
    },
  },
};

/** Writes to the program's standard input, ends it, or both. */
export async function sendInput(session: Session, { text, end }: Input): Promise<void> {
  const program = await session.program();
  const parts = [...(text ? [text] : []), ...(end ? [null] : [])];
  if (!parts.every((part) => program.writeInput(part))) throw errors.stdinClosed();
}

/**
 * What was typed into the debug console, when it is meant for the program's standard input: `< a line`, or `<<`, which ends
 * it. Nothing in JavaScript begins so.
 */
export function typedInput(text: string): Input | undefined {
  if (/^<<\s*$/.test(text)) return { end: true };
  return text.startsWith('<') ? { text: `${text.slice(1).replace(/^ /, '')}\n` } : undefined;
}
