import { DOES_NOT_PARSE } from '../../protocol/frame-names.ts';
import type { Exception, Frame } from '../../protocol/tasks/stop.ts';

/** A file that does not parse: nothing of it has run. Where is not known of one that another has required. */
type Unparsed = NonNullable<Exception['unparsed']>;

/** What Node calls to have a file compiled: who stands in it has no other reason to throw this error. */
const COMPILING =
  /\bSyntaxError\b[^\n]*\n\s+at (?:wrapSafe|compileFunctionForCJSLoader|compileSourceTextModule) \(node:internal\//;
/** What Python puts there: the place without a function, and the text of the line, where it has one. */
const PLACE_IN_PYTHON =
  /^ {2}File "(?<file>[^"<>\n]+)", line (?<line>\d+)\n(?: {4}.*\n)*(?:SyntaxError|IndentationError|TabError)\b/m;

/** Undefined for any other error. */
export function unparsedIn(stack = ''): Unparsed | undefined {
  const inPython = PLACE_IN_PYTHON.exec(stack)?.groups;
  // It tells the column in the line without its indentation.
  if (inPython) return { file: inPython.file, line: Number(inPython.line), column: 1 };
  return COMPILING.test(stack) ? {} : undefined;
}

/** Where the engine shows the program to stand because a file does not parse. */
export const unparsedAt = ({ name, file, line, column }: Frame): Unparsed | undefined =>
  name === DOES_NOT_PARSE && file !== undefined ? { file, line, column } : undefined;

/** What Node compiles a file in, which is nothing that anybody wants to see. */
export const isInRuntime = (frame: Frame | undefined): boolean =>
  frame?.file?.startsWith('<node_internals>/') === true;

/** The place as if the program stood there; in truth it stands in `frame`, where Node compiles it, or where Python imports it. */
export function frameAtUnparsed({ id }: Frame, { file, line, column }: Unparsed): Frame | undefined {
  if (file === undefined || line === undefined || column === undefined) return undefined;
  return { id, name: DOES_NOT_PARSE, file, line, column };
}
