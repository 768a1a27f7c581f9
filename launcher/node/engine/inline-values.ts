import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { withDescriptions } from './custom-descriptions.ts';
import { inGeneratedNames, renamedIn } from './frame-names.ts';
import { InspectorError, type Protocol } from './inspector-channel.ts';
import { OF_STOP } from './limited-call.ts';
import { previewText } from './preview.ts';
import type { LiveFrame } from './references.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;

/** Milliseconds for all that is asked at once: nobody has asked for it but the editor. */
const LIMIT = 500;

/**
 * For each evaluation V8 makes objects of all variables of the call: in a large function that takes a millisecond. So one
 * expression asks for many. V8 ends it where there is a side effect, and then its halves are tried.
 */
export async function inlineValues(
  context: EngineContext,
  { frameId, expressions }: Arguments<'inlineValues'>,
): Promise<Body<'inlineValues'>> {
  const frame = context.references.liveFrame(frameId);
  const names = await renamedIn(frame);
  const generated = await Promise.all(expressions.map((it) => inGeneratedNames(it, names)));
  const found = await evaluated(frame, generated).catch((error) => {
    throw error instanceof InspectorError ? errors.frameStale(frameId) : error;
  });
  const known = found.filter((object) => object !== undefined);
  const shown = await withDescriptions(context, frame.thread, known);
  const texts = new Map(known.map((object, index) => [object, previewText(shown[index]!)]));
  return { values: found.map((object) => (object && texts.get(object)) ?? null) };
}

async function evaluated(
  frame: LiveFrame,
  expressions: readonly string[],
): Promise<readonly (RemoteObject | undefined)[]> {
  if (expressions.length === 0) return [];
  const objects = await atOnce(frame, expressions);
  if (objects) return objects;
  if (expressions.length === 1) return [undefined];
  const half = expressions.length >> 1;
  return [
    ...(await evaluated(frame, expressions.slice(0, half))),
    ...(await evaluated(frame, expressions.slice(half))),
  ];
}

/** Undefined where one of them is refused. */
async function atOnce(
  { thread, call }: LiveFrame,
  expressions: readonly string[],
): Promise<(RemoteObject | undefined)[] | undefined> {
  const { result, exceptionDetails } = await thread.channel.post('Debugger.evaluateOnCallFrame', {
    callFrameId: call.callFrameId,
    expression: together(expressions),
    silent: true,
    timeout: LIMIT,
    objectGroup: OF_STOP,
    throwOnSideEffect: true,
  });
  if (exceptionDetails || !result.objectId) return undefined;
  const { result: properties } = await thread.channel.post('Runtime.getProperties', {
    objectId: result.objectId,
    ownProperties: true,
  });
  const values = new Map(properties.map(({ name, value }) => [name, value]));
  return expressions.map((_, index) => values.get(String(index)));
}

/** An array of what can be had, with holes where that throws. */
function together(expressions: readonly string[]): string {
  const each = expressions.map((it, index) => `try { __tandem[${index}] = (${it}); } catch {}`);
  return `(() => { const __tandem = []; ${each.join(' ')} return __tandem; })()`;
}
