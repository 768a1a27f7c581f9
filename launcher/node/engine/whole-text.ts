import type { Protocol } from './inspector-channel.ts';
import type { Thread } from './thread.ts';

/** A value as somebody wants to paste it: text as it is, anything else as JSON where that is possible. */
export async function wholeText(thread: Thread, object: Protocol.Runtime.RemoteObject): Promise<string> {
  if (object.type === 'string') return String(object.value);
  if (!object.objectId) return object.unserializableValue ?? object.description ?? String(object.value);
  const { result } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId: object.objectId,
    functionDeclaration: `function () {
      if (typeof this === 'function') return Function.prototype.toString.call(this);
      try { const text = JSON.stringify(this, null, 2); if (text !== undefined) return text; } catch {}
      const util = process.getBuiltinModule?.('util') ?? process.mainModule?.require('util');
      return util?.inspect(this, { depth: null, maxArrayLength: null, maxStringLength: null });
    }`,
    returnByValue: true,
    silent: true,
  });
  return String(result.value ?? object.description);
}
