import { errors, type TandemError } from '../../../protocol/errors.ts';
import { namesIn } from './frame-names.ts';
import type { Protocol } from './inspector-channel.ts';
import type { LiveFrame } from './references.ts';

/**
 * Tells a name that does not exist from one that the source has and V8 does not: it keeps no variable of an outer
 * function that nothing inside uses, and none that the tool which made the script has done away with.
 */
export async function unavailable(
  frame: LiveFrame,
  { result }: Protocol.Runtime.EvaluateResponse,
): Promise<TandemError | undefined> {
  const name = /^ReferenceError: (\S+) is not defined/.exec(result.description ?? '')?.[1];
  if (name === undefined) return undefined;
  const { scopes, generated } = await namesIn(frame);
  const [original] = [...generated].find(([, other]) => other === name) ?? [name];
  const isDeclared = scopes.some(({ bindings }) => bindings.some((binding) => binding.name === name));
  return isDeclared ? errors.notAvailable(original) : undefined;
}
