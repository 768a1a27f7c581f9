import { fileURLToPath } from 'node:url';
import type { Exception, Frame } from '../../protocol/tasks/stop.ts';

/** A file that does not parse: nothing of it has run. Where, Node does not always say before the program has ended. */
type Unparsed = NonNullable<Exception['unparsed']>;

/** What Node calls to have a file compiled: who stands in it has no other reason to throw this error. */
const COMPILING =
  /\bSyntaxError\b[^\n]*\n\s+at (?:wrapSafe|compileFunctionForCJSLoader|compileSourceTextModule) \(node:internal\//;
/** What Node, up to version 22, puts before an error at once: the place, the line, and a mark under it. */
const PLACE = /^(?<file>\S[^\n]*):(?<line>\d+)\n[^\n]*\n(?<indent>\s*)\^+\s*\n\s*(?=SyntaxError\b)/;

/** What Python puts there: the place without a function, and the text of the line, where it has one. */
const PLACE_IN_PYTHON =
  /^ {2}File "(?<file>[^"<>\n]+)", line (?<line>\d+)\n(?: {4}.*\n)*(?:SyntaxError|IndentationError|TabError)\b/m;

/** Undefined for any other error. */
export function unparsedIn(stack = ''): Unparsed | undefined {
  const inPython = PLACE_IN_PYTHON.exec(stack)?.groups;
  // It tells the column in the line without its indentation.
  if (inPython) return { file: inPython.file, line: Number(inPython.line), column: 1 };
  if (!COMPILING.test(stack)) return undefined;
  const { file, line, indent } = PLACE.exec(stack)?.groups ?? {};
  if (file === undefined) return {};
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  return { file: path, line: Number(line), column: indent!.length + 1 };
}

/** The message of the error, without the place. */
export const withoutPlace = (message: string): string => message.replace(PLACE, '');

/** What Node compiles a file in, which is nothing that anybody wants to see. */
export const isInRuntime = (frame: Frame | undefined): boolean =>
  frame?.file?.startsWith('<node_internals>/') === true;

/** The place as if the program stood there; in truth it stands in `frame`, where Node compiles it, or where Python imports it. */
export function frameAtUnparsed({ id }: Frame, { file, line, column }: Unparsed): Frame | undefined {
  if (file === undefined || line === undefined || column === undefined) return undefined;
  return { id, name: '(does not parse)', file, line, column };
}
