import type { InspectorChannel } from './inspector-channel.ts';
import { type Position, position } from './positions.ts';

/**
 * Where the body of a CommonJS module begins: its first statement that is not inside one of its functions. Undefined
 * when the text does not compile.
 *
 * V8 tells the positions of one function only, and takes the function for the innermost one at a given spot, which for
 * the first character of a text may be a function declared there. So it is asked about a copy of the module, in a
 * function that begins with a statement of ours.
 */
export async function bodyPosition(channel: InspectorChannel, text: string): Promise<Position | undefined> {
  // `Runtime` answers compilations only while it is enabled.
  await channel.post('Runtime.enable');
  try {
    const { scriptId } = await channel.post('Runtime.compileScript', {
      expression: `${PROLOGUE}\n${text.replace(/^#!/, '//')}\n})`,
      sourceURL: '',
      persistScript: true,
    });
    if (!scriptId) return undefined;
    const { locations } = await channel.post('Debugger.getPossibleBreakpoints', {
      start: { scriptId, lineNumber: 0, columnNumber: PROLOGUE.length - 2 },
      restrictToFunction: true,
    });
    const first = locations.find(({ lineNumber }) => lineNumber > 0);
    return first && position(first.lineNumber - 1, first.columnNumber ?? 0);
  } finally {
    await channel.post('Runtime.disable');
  }
}

/** The function that Node wraps around a module, with a statement of its own in the first line. */
const PROLOGUE = '(function (exports, require, module, __filename, __dirname) { 0;';
