import type { Comment, Node, Program } from 'acorn';
import type { Position } from './positions.ts';
import type { Script } from './scripts.ts';
import type { Thread } from './thread.ts';

/** A script as a parser sees it. */
export interface Parsed {
  readonly program: Program;
  /** Offsets at which lines begin. */
  readonly lineStarts: readonly number[];
}

export type AnyNode = Node & { readonly [key: string]: unknown };

const texts = new WeakMap<Script, Promise<string>>();
const starts = new WeakMap<Script, readonly number[]>();
const programs = new WeakMap<Script, Promise<Parsed | undefined>>();

/** The text that V8 has compiled, asked for once. */
export function scriptText(thread: Thread, script: Script): Promise<string> {
  let text = texts.get(script);
  if (!text) {
    text = thread.channel
      .post('Debugger.getScriptSource', { scriptId: script.id })
      .then(({ scriptSource }) => scriptSource);
    texts.set(script, text);
  }
  return text;
}

/** The beginning of a line, up to a column. */
export async function lineUpTo(thread: Thread, script: Script, { line, column }: Position): Promise<string> {
  const text = await scriptText(thread, script);
  let known = starts.get(script);
  if (!known) {
    known = lineStarts(text);
    starts.set(script, known);
  }
  const start = known[line] ?? text.length;
  return text.slice(start, start + column);
}

/** The syntax tree of a script, made once. Undefined for what the parser does not understand. */
export function parsedScript(thread: Thread, script: Script): Promise<Parsed | undefined> {
  let parsed = programs.get(script);
  if (!parsed) {
    parsed = scriptText(thread, script).then((text) => parseProgram(text, script.isModule));
    programs.set(script, parsed);
  }
  return parsed;
}

/**
 * Parses a module's or a script's text. The parser is loaded when it is first needed.
 *
 * @param comments Is given the comments, for whoever wants them.
 */
export async function parseProgram(
  text: string,
  isModule: boolean,
  comments?: Comment[],
): Promise<Parsed | undefined> {
  const acorn = await import('acorn');
  try {
    const program = acorn.parse(text, {
      ecmaVersion: 'latest',
      sourceType: isModule ? 'module' : 'script',
      // Node compiles CommonJS modules, its own too, as the bodies of functions.
      allowReturnOutsideFunction: true,
      allowSuperOutsideMethod: true,
      allowHashBang: true,
      ...(comments ? { onComment: comments } : {}),
    });
    return { program, lineStarts: lineStarts(text) };
  } catch {
    // A syntax that is newer than the parser, or none of JavaScript's (V8's own `%` functions).
    return undefined;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index } of text.matchAll(/\r\n?|[\n\u2028\u2029]/g)) {
    starts.push(index + (text.startsWith('\r\n', index) ? 2 : 1));
  }
  return starts;
}

export const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';

export const contains = (node: Node, offset: number): boolean => node.start <= offset && offset < node.end;

/** The child of a node in which an offset lies. */
export function childAt(node: AnyNode, offset: number): AnyNode | undefined {
  return Object.values(node)
    .flat()
    .find((value): value is AnyNode => isNode(value) && contains(value, offset));
}
