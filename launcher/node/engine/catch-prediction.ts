import { type AwaitingCall, awaitingCalls } from './awaiting-calls.ts';
import type { Protocol } from './inspector-channel.ts';
import { type AnyNode, childAt, contains, parsedScript } from './script-text.ts';
import type { Script } from './scripts.ts';
import type { Thread } from './thread.ts';

type CallFrame = Protocol.Debugger.CallFrame;

/**
 * Whether an exception that V8 takes for caught is going to leave the program after all, because the only ones to catch
 * it are Node's own functions at the bottom of the stack, which report it: below the main module of a worker, and below
 * every ES module. Told from the program's text: does the call lie in a `try` with a `catch`, in any of the functions
 * down to the last one of the program's? Out of an async function the way leads to where its promise is awaited. In
 * doubt, V8 is believed.
 */
export async function escapesProgram(thread: Thread, frames: readonly CallFrame[]): Promise<boolean> {
  const last = frames.findLastIndex((frame) => {
    const script = thread.scripts.get(frame.location.scriptId);
    return script !== undefined && !script.isInternal && !script.isOwn;
  });
  if (last < 0) return false;
  let rejected: string | undefined;
  for (const { location, functionName } of frames.slice(0, last + 1)) {
    const script = thread.scripts.get(location.scriptId);
    const at =
      script && (await surroundings(thread, script, location.lineNumber, location.columnNumber ?? 0));
    // A promise that a function gets, and does not await right there, may go anywhere.
    if (!at || at.guarded) return false;
    if (rejected !== undefined && !(at.awaited && isCallAt(at.awaited, at.offset))) return false;
    rejected = at.async ? functionName : undefined;
  }
  return rejected === undefined || rejectionEscapes(thread, frames[0]!, rejected);
}

/** The promise of an async function was rejected: whether that leads up to the main module, through awaits only. */
async function rejectionEscapes(thread: Thread, top: CallFrame, rejected: string): Promise<boolean> {
  const calls = await awaitingCalls(thread, top);
  let name = rejected;
  for (const call of calls ?? []) {
    const script = scriptOf(thread, call);
    const at = script && (await surroundings(thread, script, call.line, call.column));
    // The promise that is waited for may be another one, made of the first by a `catch`.
    if (!at || at.guarded || !at.awaited || !isCallOf(at.awaited, name)) return false;
    name = call.name;
    if (at.topLevel) return script.key === thread.main;
  }
  return false;
}

function scriptOf({ channel, scripts }: Thread, { url }: AwaitingCall): Script | undefined {
  const name = channel.names.near(url);
  return [...scripts.all()].findLast((script) => script.url === name || script.path === name);
}

/** What the text around a call says about what becomes of an exception there. */
interface Surroundings {
  /** It is caught in the same function. */
  readonly guarded: boolean;
  /** The function is an async one: the exception becomes the rejection of its promise. */
  readonly async: boolean;
  /** What is awaited there. */
  readonly awaited: AnyNode | undefined;
  /** No function is around it. */
  readonly topLevel: boolean;
  /** Where it is in the text. */
  readonly offset: number;
}

async function surroundings(
  thread: Thread,
  script: Script,
  line: number,
  column: number,
): Promise<Surroundings | undefined> {
  const parsed = await parsedScript(thread, script);
  if (!parsed) return undefined;
  const offset = (parsed.lineStarts[line] ?? 0) + column;
  let found: Surroundings = { guarded: false, async: false, awaited: undefined, topLevel: true, offset };
  for (let node = childAt(parsed.program as unknown as AnyNode, offset); node; node = childAt(node, offset)) {
    if (/Function/.test(node.type)) {
      found = { guarded: false, async: node.async === true, awaited: undefined, topLevel: false, offset };
    } else if (node.type === 'TryStatement' && node.handler && contains(node.block as AnyNode, offset)) {
      found = { ...found, guarded: true };
    } else if (node.type === 'AwaitExpression') {
      found = { ...found, awaited: node.argument as AnyNode };
    }
  }
  return found;
}

/** Whether V8 has the call of an expression at an offset: where the name of what is called is. */
const isCallAt = (node: AnyNode, offset: number): boolean => {
  const callee = calleeName(node);
  return callee !== undefined && contains(callee, offset);
};

/** Whether an expression is the call of a function by its name, or `Promise.all` of such calls. */
function isCallOf(node: AnyNode, name: string): boolean {
  const callee = calleeName(node);
  if (callee?.name === 'all') {
    const [list] = node.arguments as AnyNode[];
    return (
      list?.type === 'ArrayExpression' && (list.elements as AnyNode[]).some((one) => isCallOf(one, name))
    );
  }
  return callee !== undefined && callee.name === name.split('.').pop();
}

/** The last part of the name of what is called. */
function calleeName(node: AnyNode): AnyNode | undefined {
  if (node?.type !== 'CallExpression') return undefined;
  const callee = node.callee as AnyNode;
  return callee.type === 'MemberExpression' ? (callee.property as AnyNode) : callee;
}
