import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { asArgument, OF_STOP, topCall } from './limited-call.ts';
import type { Thread } from './thread.ts';
import { withPreviews } from './value-previews.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;

/** Milliseconds for one value. Who takes longer is not asked for the others of its kind either. */
const LIMIT = 100;

/** As long as what anybody reads in one line. */
const MAX_LENGTH = 1000;

/** Only plain objects and instances of classes: V8 has words of its own for all else, and a proxy would notice. */
const isInstance = ({ type, subtype, objectId }: RemoteObject): boolean =>
  type === 'object' && subtype === undefined && objectId !== undefined;

/** Gives values their previews, or, where the user wants that and the thread stands, the words of their own classes. */
export async function withDescriptions(
  { customDescriptions }: EngineContext,
  thread: Thread,
  objects: readonly RemoteObject[],
): Promise<readonly RemoteObject[]> {
  const previewed = await withPreviews(thread, objects);
  const callFrameId = topCall(thread);
  if (!customDescriptions || callFrameId === undefined || !previewed.some(isInstance)) return previewed;
  const inspect = await inspectOf(thread);
  const tooSlow = new Set<string | undefined>();
  const described: RemoteObject[] = [];
  for (const object of previewed) {
    const { preview: _, ...bare } = object;
    const isAsked = isInstance(object) && !tooSlow.has(object.className);
    const text = isAsked
      ? await ownWords(thread, callFrameId, object, inspect).catch(() => void tooSlow.add(object.className))
      : undefined;
    if (text === undefined) described.push(object);
    else described.push({ ...bare, description: text });
  }
  return described;
}

/** What the class of an object says of it, if that can be had without changing anything in the program. */
async function ownWords(
  { channel }: Thread,
  callFrameId: string,
  { objectId }: RemoteObject,
  inspect: RemoteObject,
): Promise<string | undefined> {
  const hand = (functionDeclaration: string) =>
    channel
      .post('Runtime.callFunctionOn', {
        objectId: objectId!,
        functionDeclaration,
        arguments: [asArgument(inspect)],
        silent: true,
      })
      .catch(() => {});
  // All are on their way before the program could see anything of it.
  void hand(LEND);
  const answer = channel.post('Debugger.evaluateOnCallFrame', {
    callFrameId,
    expression: OWN_WORDS,
    silent: true,
    throwOnSideEffect: true,
    timeout: LIMIT,
    objectGroup: OF_STOP,
  });
  void hand(TAKE_BACK);
  const { result, exceptionDetails } = await answer;
  if (exceptionDetails || result.type !== 'string' || result.value === '') return undefined;
  return String(result.value)
    .replace(/\s*\n\s*/g, ' ')
    .slice(0, MAX_LENGTH);
}

async function inspectOf(thread: Thread): Promise<RemoteObject> {
  const expression = `process.getBuiltinModule?.('util').inspect`;
  const { result } = await thread.channel.post('Runtime.evaluate', {
    expression,
    silent: true,
    objectGroup: OF_STOP,
  });
  return result;
}

/**
 * V8 keeps a time limit and an eye on side effects for expressions, and takes its own `$_`, or `Symbol.for`, for a side effect. So the object is
 * lent to the expression by a global, which is gone before the program runs on.
 */
const LENT = `'[lent by the debugger]'`;
const LEND = `function (inspect) {
  Object.defineProperty(globalThis, ${LENT}, {
    value: [this, inspect, Symbol.for('nodejs.util.inspect.custom')],
    configurable: true,
  });
}`;
const TAKE_BACK = `function () { delete globalThis[${LENT}]; }`;

/** A class that is a global is the language's or Node's, and so are the methods that it has. A prototype is no instance. */
const OWN_WORDS = `(() => {
  const [value, inspect, customSymbol] = globalThis[${LENT}];
  const methodOf = (name) => {
    for (let at = value; at; at = Object.getPrototypeOf(at)) {
      const constructor = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
      if (constructor && Object.getOwnPropertyDescriptor(globalThis, constructor.name)) return undefined;
      const method = Object.getOwnPropertyDescriptor(at, name)?.value;
      if (typeof method === 'function') return method;
    }
  };
  const own = Object.getOwnPropertyDescriptor(value, 'constructor')?.value;
  if (own?.prototype === value) return undefined;
  const custom = methodOf(customSymbol);
  if (custom) {
    const text = custom.call(value, 2, { depth: 2, stylize: (text) => String(text) }, inspect);
    if (typeof text === 'string') return text;
  }
  return methodOf('toString')?.call(value);
})()`;
