import { errors, type TandemError } from '../../../protocol/errors.ts';
import type { Protocol } from './inspector-channel.ts';

/** Who reads it beside the expression has no room for the class of an error that says all in its message. */
const TERSE = new Set<string | undefined>(['watch', 'hover', 'variables']);

/** What an expression threw, as the answer to who asked for its value. */
export function evaluationError(
  details: Protocol.Runtime.ExceptionDetails,
  thrown: Protocol.Runtime.RemoteObject,
  context?: string,
): TandemError {
  const text = details.exception?.description ?? thrown.description ?? String(thrown.value ?? details.text);
  if (text.includes('Possible side-effect in debug-evaluate')) return errors.sideEffects();
  const message = text.split('\n    at ')[0]!;
  return errors.evaluationFailed(
    TERSE.has(context) ? message.replace(/^(?:ReferenceError|TypeError): /, '') : message,
  );
}
