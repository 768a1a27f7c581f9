import type { DebugProtocol } from '@vscode/debugprotocol';
import { evaluateWith } from './limited-call.ts';
import { nameOf } from './member-names.ts';
import type { Look } from './members.ts';
import { previewText } from './preview.ts';
import type { GetterContainer } from './references.ts';
import { showValue } from './shown-value.ts';
import { withPreviews } from './value-previews.ts';

/** Calls a getter, because somebody asked for its value, and shows that as the only child of the property. */
export async function getterValue(
  { context, reference, hex }: Look,
  { thread, owner, name, symbolId }: GetterContainer,
): Promise<DebugProtocol.Variable[]> {
  const key = symbolId ? { objectId: symbolId } : { value: name };
  const { result, exceptionDetails } = await evaluateWith(
    thread,
    { owner: { objectId: owner.objectId }, key },
    name.startsWith('#') ? `$_.owner.${name}` : '$_.owner[$_.key]',
  );
  if (exceptionDetails) {
    const thrown = result.description?.split('\n')[0] ?? previewText(result);
    return [{ name: '', value: `threw ${thrown}`, variablesReference: 0 }];
  }
  const [value] = await withPreviews(thread, [result]);
  const evaluateName = nameOf(owner.evaluateName, name);
  return [
    {
      name: '',
      ...(evaluateName !== undefined && { evaluateName }),
      ...showValue(context, thread, value!, evaluateName, owner.isLasting, { key: `${reference}`, hex }),
    },
  ];
}
