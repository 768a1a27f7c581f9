import { evaluateWith } from './limited-call.ts';
import type { LiveFrame } from './references.ts';
import { returnInstead } from './returned-value.ts';
import { scriptText } from './script-text.ts';

const NAME_RETURNED = /\breturn\s+([\w$]+)\s*;?\s*$/;

/**
 * At `return x` V8 pauses when it has read `x` already: whoever gives `x` another value there means what is returned. To
 * be called when something may have been assigned.
 */
export async function returnWhatIsNamed({ thread, call }: LiveFrame): Promise<void> {
  const { location, returnValue } = call;
  const script = thread.scripts.get(location.scriptId);
  if (!returnValue || !script || thread.paused?.callFrames[0] !== call) return;
  const line = (await scriptText(thread, script)).split('\n')[location.lineNumber] ?? '';
  const name = NAME_RETURNED.exec(line.slice(0, location.columnNumber))?.[1];
  if (!name) return;
  const { result, exceptionDetails } = await evaluateWith(thread, {}, name);
  if (exceptionDetails) return;
  await returnInstead(thread, call, result);
}
