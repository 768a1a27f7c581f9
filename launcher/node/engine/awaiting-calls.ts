import type { Protocol } from './inspector-channel.ts';
import type { Thread } from './thread.ts';

/** A call that waits for the promise of another one. Counted from 0, as V8 has it before any source map. */
export interface AwaitingCall {
  /** Of the function. */
  readonly name: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The calls that wait, one for the other, for the one that is paused. V8 finds them for the `stack` of every error by
 * following promises, which costs nothing until somebody asks; the stacks that its debugger can record would slow down
 * every await of the program. Undefined where the way cannot be told.
 */
export async function awaitingCalls(
  { channel }: Thread,
  { callFrameId }: Protocol.Debugger.CallFrame,
): Promise<readonly AwaitingCall[] | undefined> {
  const { result, exceptionDetails } = await channel.post('Debugger.evaluateOnCallFrame', {
    callFrameId,
    expression: `(${readAsyncCalls})(${DEPTH})`,
    returnByValue: true,
    silent: true,
  });
  return exceptionDetails ? undefined : (result.value ?? undefined);
}

const DEPTH = 100;

interface CallSite {
  isAsync?(): boolean;
  isPromiseAll?(): boolean;
  getFunctionName(): string | null;
  getFileName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

/** Runs in the program. Leaves what it changes as it was: a program may have its own way with stacks. */
function readAsyncCalls(depth: number): AwaitingCall[] | undefined {
  const traces = Error as unknown as { stackTraceLimit: number; prepareStackTrace: unknown };
  const limit = Object.getOwnPropertyDescriptor(traces, 'stackTraceLimit');
  const prepare = Object.getOwnPropertyDescriptor(traces, 'prepareStackTrace');
  let sites: CallSite[] = [];
  try {
    traces.stackTraceLimit = depth;
    traces.prepareStackTrace = (_: unknown, given: CallSite[]) => {
      sites = given;
      return '';
    };
    void new Error().stack;
  } finally {
    if (limit) Object.defineProperty(traces, 'stackTraceLimit', limit);
    if (prepare) Object.defineProperty(traces, 'prepareStackTrace', prepare);
    else delete traces.prepareStackTrace;
  }
  // `Promise.all` rejects with the first rejection; its kin do not.
  const waiting = sites.filter((site) => site.isAsync?.() && !site.isPromiseAll?.());
  if (waiting.some((site) => !site.getFileName())) return undefined;
  return waiting.map((site) => ({
    name: String(site.getFunctionName() ?? ''),
    url: String(site.getFileName()),
    line: (site.getLineNumber() ?? 1) - 1,
    column: (site.getColumnNumber() ?? 1) - 1,
  }));
}
