import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { originalOf } from './locations.ts';
import { type Argument, callAt } from './script-calls.ts';
import { type Step, whereIs } from './step.ts';
import type { Thread } from './thread.ts';

type Pause = Protocol.Debugger.PausedEvent;
type CallFrame = Protocol.Debugger.CallFrame;
type Location = Protocol.Debugger.Location;

/** What calls a function given to it not now, but soon and for certain. */
const LATER = /^(?:then|catch|finally|nextTick|queueMicrotask|set(?:Timeout|Interval|Immediate))$/;

/** What V8 calls of Node's around promises: the program itself has called a builtin, which has no frame. */
const PROMISE_HOOK = /^promise(?:\w*Hook|RejectHandler)/;

/**
 * A step into a function of Node's wants to see what that calls: the listeners of an event, a callback, a method of the
 * program's stream. V8 would have to be walked through Node's own code, statement by statement, which it does not always
 * survive; so whatever may be called is given a trap on its call.
 *
 * @returns true when it is going to be called only after the function has returned.
 */
export async function trapCallbacks(
  context: EngineContext,
  thread: Thread,
  step: Step,
  pause: Pause,
): Promise<boolean> {
  if (whereIs(pause, step) !== 'inside') return false;
  const depth = pause.callFrames.length - step.depth;
  const caller = pause.callFrames[depth]!;
  const callee = pause.callFrames[depth - 1]!;
  const call = await callAt(thread, caller.location);
  const isHook = PROMISE_HOOK.test(callee.functionName);
  const reachable = isHook ? [] : await reachableFunctions(thread, callee);
  const given = isHook ? await givenFunctions(thread, caller, call?.arguments ?? []) : [];
  const program = await Promise.all(
    reachable.map(async (objectId) =>
      (await isOfProgram(context, thread, objectId)) ? objectId : undefined,
    ),
  );
  await Promise.all([
    ...program.filter((objectId) => objectId !== undefined).map((objectId) => thread.traps.atCall(objectId)),
    ...given.map((one) =>
      'objectId' in one ? thread.traps.atCall(one.objectId) : thread.traps.atLocation(one),
    ),
  ]);
  const name = isHook ? (call?.name ?? '') : callee.functionName;
  return thread.traps.size > 0 && LATER.test(name.split('.').at(-1)!);
}

/** The functions that a call of Node's can get at: its arguments, their and its receiver's methods, listeners. */
async function reachableFunctions(thread: Thread, callee: CallFrame): Promise<string[]> {
  const { channel } = thread;
  const { result: given } = await channel.post('Debugger.evaluateOnCallFrame', {
    callFrameId: callee.callFrameId,
    expression: '[this, ...arguments]',
    silent: true,
  });
  if (!given.objectId || given.subtype !== 'array') return [];
  const { result: list } = await channel.post('Runtime.callFunctionOn', {
    objectId: given.objectId,
    functionDeclaration: REACHABLE,
    silent: true,
  });
  if (!list.objectId) return [];
  const { result } = await channel.post('Runtime.getProperties', {
    objectId: list.objectId,
    ownProperties: true,
  });
  return result.flatMap(({ value }) =>
    value?.type === 'function' && value.objectId ? [value.objectId] : [],
  );
}

/** Runs no code of the program's: getters are looked at, not called, and proxies are left alone. */
const REACHABLE = `function () {
  const { isProxy } = process.getBuiltinModule('util').types;
  const found = new Set();
  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
  const add = (value) => {
    if (typeof value !== 'function' || isProxy(value)) return;
    if (!Function.prototype.toString.call(value).endsWith('{ [native code] }')) found.add(value);
  };
  const own = (object, key) => Object.getOwnPropertyDescriptor(object, key)?.value;
  const [receiver, type] = this;
  const events = isObject(receiver) && !isProxy(receiver) ? own(receiver, '_events') : undefined;
  for (const listener of isObject(events) ? [own(events, type)].flat() : []) {
    add(listener);
    if (typeof listener === 'function') add(own(listener, 'listener'));
  }
  for (const value of this) {
    add(value);
    for (let object = value, depth = 0; isObject(object) && depth < 4; depth += 1) {
      if (isProxy(object)) break;
      for (const key of Reflect.ownKeys(object).slice(0, 50)) {
        if (key === 'constructor') continue;
        const { value: member, get, set } = Object.getOwnPropertyDescriptor(object, key);
        add(member);
        add(get);
        add(set);
      }
      object = Object.getPrototypeOf(object);
    }
  }
  return [...found].slice(0, 200);
}`;

async function isOfProgram({ skipFiles }: EngineContext, thread: Thread, objectId: string): Promise<boolean> {
  const { internalProperties } = await thread.channel.post('Runtime.getProperties', {
    objectId,
    ownProperties: true,
  });
  const location = internalProperties?.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value as
    | Location
    | undefined;
  const script = location && thread.scripts.get(location.scriptId);
  if (!script || script.isInternal || script.isOwn) return false;
  const original = await originalOf(thread, location);
  return !skipFiles.skipsFile(original?.source.path ?? script.name);
}

type Given = Location | { readonly objectId: string };

/** The functions that a call passes, as its text has them: written out there, or named. */
async function givenFunctions(
  thread: Thread,
  caller: CallFrame,
  args: readonly Argument[],
): Promise<Given[]> {
  const given = await Promise.all(
    args.map(async (argument): Promise<Given | undefined> => {
      if ('body' in argument) return firstStatement(thread, argument.body);
      const { result, exceptionDetails } = await thread.channel.post('Debugger.evaluateOnCallFrame', {
        callFrameId: caller.callFrameId,
        expression: argument.text,
        silent: true,
        throwOnSideEffect: true,
      });
      const isFunction = !exceptionDetails && result.type === 'function' && result.objectId !== undefined;
      return isFunction ? { objectId: result.objectId! } : undefined;
    }),
  );
  return given.filter((one) => one !== undefined);
}

async function firstStatement(
  thread: Thread,
  { start, end }: { readonly start: Location; readonly end: Location },
): Promise<Location | undefined> {
  const { locations } = await thread.channel.post('Debugger.getPossibleBreakpoints', {
    start,
    end,
    restrictToFunction: true,
  });
  return locations[0];
}
