import type { DebugProtocol } from '@vscode/debugprotocol';
import { errors } from '../../../protocol/errors.ts';
import { conditionProblem } from './breakpoint-condition.ts';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import type { Thread } from './thread.ts';
import { isTruthy } from './truth.ts';

type Pause = Protocol.Debugger.PausedEvent;

const FILTERS = ['all', 'uncaught'] as const;
export type FilterName = (typeof FILTERS)[number];

interface Filter {
  readonly condition: string | undefined;
  /** It can never let anything through. */
  readonly problem: string | undefined;
  /** A condition that throws is reported once. */
  reported: boolean;
}

const isKnown = (name: string): name is FilterName => FILTERS.includes(name as FilterName);

/** Which exceptions the client wants to stop at: all or those that nothing catches, each with a condition or without. */
export class ExceptionFilters {
  readonly #filters = new Map<FilterName, Filter>();
  /** What became of each filter, in the order of the request. */
  readonly answers: readonly DebugProtocol.Breakpoint[];

  constructor({ filters, filterOptions = [] }: DebugProtocol.SetExceptionBreakpointsArguments) {
    const wanted = [...filters.map((filterId) => ({ filterId, condition: undefined })), ...filterOptions];
    this.answers = wanted.map(({ filterId, condition }) =>
      this.#add(filterId, condition?.trim() || undefined),
    );
  }

  has(name: FilterName): boolean {
    return this.#filters.has(name);
  }

  /** Whether an exception is one to stop at. Asks the program only where every filter that is meant has a condition. */
  async stopsAt(
    context: EngineContext,
    thread: Thread,
    pause: Pause,
    meant: readonly FilterName[],
  ): Promise<boolean> {
    const filters = meant.flatMap((name) => this.#filters.get(name) ?? []).filter(({ problem }) => !problem);
    if (filters.some(({ condition }) => condition === undefined)) return true;
    for (const filter of filters) {
      if (await holds(context, thread, pause, filter)) return true;
    }
    return false;
  }

  #add(name: string, condition: string | undefined): DebugProtocol.Breakpoint {
    if (!isKnown(name)) return { verified: false, message: `There is no exception filter "${name}".` };
    const problem = condition && conditionProblem(condition);
    this.#filters.set(name, { condition, problem, reported: false });
    return problem ? { verified: false, message: problem } : { verified: true };
  }
}

/** The condition sees the thrown value as `error` and as `exception`, and what the code that threw it sees. */
async function holds(context: EngineContext, thread: Thread, pause: Pause, filter: Filter): Promise<boolean> {
  const thrown = pause.data as Protocol.Runtime.RemoteObject;
  const { channel } = thread;
  const { objectId } = thrown;
  // The second request is on its way before the first is answered: one round trip, not two.
  const handedOver =
    objectId &&
    channel.post('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: `function () { globalThis[${HANDOVER}] = this; }`,
      silent: true,
    });
  const expression = `((error) => ((exception) => { ${objectId ? `delete globalThis[${HANDOVER}];` : ''} return (${filter.condition}\n); })(error))(${
    objectId ? `globalThis[${HANDOVER}]` : literal(thrown)
  })`;
  const frame = userFrame(thread, pause);
  const [{ result, exceptionDetails }] = await Promise.all([
    frame
      ? channel.post('Debugger.evaluateOnCallFrame', {
          callFrameId: frame.callFrameId,
          expression,
          silent: true,
        })
      : channel.post('Runtime.evaluate', { expression, silent: true }),
    handedOver,
  ]);
  if (!exceptionDetails) return isTruthy(result);
  if (!filter.reported) {
    filter.reported = true;
    const failure = exceptionDetails.exception?.description?.split('\n')[0] ?? exceptionDetails.text;
    const { text } = errors.filterFailed(filter.condition!, failure);
    context.emit({ event: 'output', body: { category: 'important', output: `${text}\n` } });
  }
  return false;
}

/** Where the thrown value waits for the condition. */
const HANDOVER = "Symbol.for('tandem.thrown')";

const literal = ({ type, value, unserializableValue }: Protocol.Runtime.RemoteObject): string =>
  unserializableValue ?? (type === 'undefined' ? 'undefined' : JSON.stringify(value));

/** An exception may come out of Node's own code; its condition is about the program's. */
const userFrame = ({ scripts }: Thread, { callFrames }: Pause): Protocol.Debugger.CallFrame | undefined =>
  callFrames.find(({ location }) => scripts.get(location.scriptId)?.isInternal === false) ?? callFrames[0];
