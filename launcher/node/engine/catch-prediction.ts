import type { Node, Program } from 'acorn';
import type { Protocol } from './inspector-channel.ts';
import { type AnyNode, isNode, parsedScript } from './script-text.ts';
import type { Script } from './scripts.ts';
import type { Thread } from './thread.ts';

type CallFrame = Protocol.Debugger.CallFrame;

/**
 * Whether an exception that V8 takes for caught is going to leave the program after all, because the only ones to catch
 * it are Node's own functions at the bottom of the stack, which report it: below the main module of a worker, and below
 * every ES module. Told from the program's text: does the call lie in a `try` with a `catch`, in any of the functions
 * down to the last one of the program's? In doubt, V8 is believed.
 */
export async function escapesProgram(thread: Thread, frames: readonly CallFrame[]): Promise<boolean> {
  const last = frames.findLastIndex((frame) => {
    const script = thread.scripts.get(frame.location.scriptId);
    return script !== undefined && !script.isInternal && !script.isOwn;
  });
  if (last < 0) return false;
  for (const frame of frames.slice(0, last + 1)) {
    const script = thread.scripts.get(frame.location.scriptId);
    if (!script || (await mayCatch(thread, script, frame))) return false;
  }
  return true;
}

/** An async function turns an exception into a rejection, and who handles that is V8's to tell. */
async function mayCatch(thread: Thread, script: Script, { location }: CallFrame): Promise<boolean> {
  const parsed = await parsedScript(thread, script);
  if (!parsed) return true;
  const offset = (parsed.lineStarts[location.lineNumber] ?? 0) + (location.columnNumber ?? 0);
  return isGuarded(parsed.program, offset);
}

/** Whether a position is in the block of a `try` with a `catch`, or in an async function, as its function sees it. */
function isGuarded(program: Program, offset: number): boolean {
  let guarded = false;
  for (let node: AnyNode | undefined = program as unknown as AnyNode; node; node = childAt(node, offset)) {
    if (/Function/.test(node.type)) guarded = node.async === true;
    else if (node.type === 'TryStatement' && node.handler) guarded ||= contains(node.block as Node, offset);
  }
  return guarded;
}

const contains = (node: Node, offset: number): boolean => node.start <= offset && offset < node.end;

function childAt(node: AnyNode, offset: number): AnyNode | undefined {
  return Object.values(node)
    .flat()
    .find((value): value is AnyNode => isNode(value) && contains(value, offset));
}
