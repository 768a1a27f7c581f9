import { DOES_NOT_PARSE } from '../../../protocol/frame-names.ts';
import type { InspectorChannel, Protocol } from './inspector-channel.ts';
import type { Scripts } from './scripts.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;

/** Where the text breaks that V8 could not parse, as if it were a call. Undefined for any other error. */
export async function unparsedPlace(
  channel: InspectorChannel,
  scripts: Scripts,
  { className, objectId }: RemoteObject,
): Promise<Protocol.Runtime.CallFrame | undefined> {
  if (className !== 'SyntaxError' || !objectId) return undefined;
  const { exceptionDetails } = await channel.post('Runtime.getExceptionDetails', { errorObjectId: objectId });
  const script = exceptionDetails?.scriptId ? scripts.addUnparsed(exceptionDetails.scriptId) : undefined;
  if (!exceptionDetails || !script) return undefined;
  const { lineNumber, columnNumber } = exceptionDetails;
  return { functionName: DOES_NOT_PARSE, url: script.url, scriptId: script.id, lineNumber, columnNumber };
}

/** The error without the place that Node may put before it, which is where the program is shown to stand. */
export const withoutPlace = (thrown: RemoteObject): RemoteObject =>
  thrown.description === undefined
    ? thrown
    : { ...thrown, description: thrown.description.replace(/^.*?\n\s*\^+\s*\n+(?=SyntaxError\b)/s, '') };
