import type { Protocol } from './inspector-channel.ts';
import { originalOf } from './locations.ts';
import type { Returned } from './returned-value.ts';
import type { Thread } from './thread.ts';

type Pause = Protocol.Debugger.PausedEvent;
type CallFrame = Protocol.Debugger.CallFrame;

export type StepKind = 'next' | 'stepIn' | 'stepOut';
export type Granularity = 'line' | 'statement';

/** A step under way. */
export interface Step {
  readonly kind: StepKind;
  readonly granularity: Granularity;
  /** Number of frames where it began: deeper pauses belong to calls that are being stepped over. */
  readonly depth: number;
  /** The function where it began. */
  readonly function: string;
  /** The line or the statement where it began; it ends on another one. */
  readonly place: string;
  /** Where on it the step has come by: whoever comes there again is in a loop, and one round of that is a step. */
  readonly visited: ReadonlySet<string>;
  /** It was interrupted inside a call and taken up again. */
  readonly interrupted?: true;
  /** It has left its function into skipped code: whatever of the program runs next is its end. */
  readonly left?: true;
  /** It goes into one certain call, on which there is a trap. */
  readonly target?: true;
  /** What the function that it has left returned. */
  readonly returned?: Returned;
}

export async function newStep(
  thread: Thread,
  pause: Pause,
  kind: StepKind,
  granularity: Granularity,
): Promise<Step> {
  return {
    kind,
    granularity,
    depth: pause.callFrames.length,
    function: functionOf(pause.callFrames[0]!),
    place: await placeOf(thread, pause, granularity),
    visited: new Set([spotOf(pause)]),
  };
}

/** Where a pause is, seen from where a step began: in the same call, in one that this call has made, or neither. */
export function whereIs(pause: Pause, step: Step): 'there' | 'inside' | 'elsewhere' {
  const deeper = pause.callFrames.length - step.depth;
  const frame = pause.callFrames[deeper];
  if (!frame || functionOf(frame) !== step.function) return 'elsewhere';
  return deeper === 0 ? 'there' : 'inside';
}

/** Names the line or statement on which a thread is paused, as the author wrote it. */
export async function placeOf(thread: Thread, pause: Pause, granularity: Granularity): Promise<string> {
  const { location } = pause.callFrames[0]!;
  const original = await originalOf(thread, location);
  const [file, line, column] = original
    ? [original.source.path, original.line, original.column]
    : [location.scriptId, location.lineNumber, location.columnNumber];
  return granularity === 'line' ? `${file}:${line}` : `${file}:${line}:${column}`;
}

/** Names the very spot, as V8 has it. */
export function spotOf({ callFrames: [call] }: Pause): string {
  const { scriptId, lineNumber, columnNumber } = call!.location;
  return `${scriptId}:${lineNumber}:${columnNumber}`;
}

export function functionOf({ functionLocation, functionName }: CallFrame): string {
  if (!functionLocation) return functionName;
  const { scriptId, lineNumber, columnNumber } = functionLocation;
  return `${scriptId}:${lineNumber}:${columnNumber}`;
}
