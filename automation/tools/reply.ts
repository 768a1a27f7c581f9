import type { TandemError } from '../../protocol/errors.ts';
import { REDACTED } from '../redaction/redactor.ts';
import type { Told } from './tool.ts';
import { inToolWords, nextAfter } from './tool-words.ts';

/** Characters of one answer. */
export const MAX_REPLY = 256 * 1024;

/** An answer as it is told: cut where it is too long, and with what to do next. */
export function replyText({ text, next }: Told, guarded: boolean): string {
  const cut =
    text.length > MAX_REPLY
      ? `${text.slice(0, MAX_REPLY)}…\n(The answer is cut after ${MAX_REPLY} characters. Ask for less: fewer variables, shorter values.)`
      : text;
  return `${cut}${guarded ? hiddenNote(cut) : ''}\n\nNext: ${next}`;
}

/** Never silently: whoever reads must not take it for what the program has. */
function hiddenNote(text: string): string {
  const hidden = text.split(REDACTED).length - 1;
  if (hidden === 0) return '';
  const these =
    hidden === 1 ? 'One value looks like a secret and is' : `${hidden} values look like secrets and are`;
  return `\n\n(${these} not shown: ${REDACTED}. The program has the real thing; a person can see it in the editor.)`;
}

/** What went wrong, and what to do about it. */
export function failureTold(error: TandemError): Told {
  const message = error.audience === 'internal' ? `Tandem failed: ${error.message}` : error.message;
  return { text: inToolWords(message), next: nextAfter(error) };
}
