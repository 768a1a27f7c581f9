import type { Body, Events } from '../../../protocol/commands.ts';
import { LOGGED_REFERENCES } from '../../../protocol/numbers.ts';
import { KEPT_ENTRIES } from '../../../protocol/output-record.ts';
import { consoleText } from './console-text.ts';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { shownLocation } from './locations.ts';
import { previewText } from './preview.ts';
import type { Thread } from './thread.ts';
import { withPreviews } from './value-previews.ts';
import { showValue } from './variables.ts';

type Call = Protocol.Runtime.ConsoleAPICalledEvent;
type RemoteObject = Protocol.Runtime.RemoteObject;

interface Entry {
  readonly thread: Thread;
  readonly values: readonly RemoteObject[];
}

const TO_STDERR = new Set(['error', 'warning']);
const CLEAR = '\x1b[2J';

/** Node says these by other calls of its own, whose text is what is printed. */
const SAID_BY_NODE = new Set(['table', 'count', 'trace', 'assert']);
/** Functions of Node's console whose own calls say what was told already. */
const SAYS_TWICE = new Set(['group', 'timeLogImpl']);
/** Of the inspector's own tools, and not the program's output. */
const TOOLS = new Set(['profile', 'profileEnd']);

/** V8 has a text of its own for some calls that were given nothing; it passes over all others that were. */
const isDefault = ([first, ...others]: readonly RemoteObject[]): boolean =>
  others.length === 0 && /^console\.\w+$/.test(String(first?.value));

/** Whether a call is not to be told, because another one says the same. */
function isDouble({ type, stackTrace }: Call): boolean {
  const caller = stackTrace?.callFrames[0];
  const isNodes = caller?.url.startsWith('node:internal/console/') === true;
  return isNodes ? SAYS_TWICE.has(caller.functionName) : SAID_BY_NODE.has(type);
}

/**
 * What programs say by their console where nobody reads their output: V8 tells each call, with its values. Those of the
 * last calls are kept for whoever opens them.
 */
export class ConsoleCalls {
  readonly #context: EngineContext;
  readonly #entries = new Map<number, Entry>();
  #lastEntry = 0;
  /** They are told in the order in which they came. */
  #telling: Promise<void> = Promise.resolve();
  readonly #heard = new WeakSet<Thread>();

  constructor(context: EngineContext) {
    this.#context = context;
  }

  /** Listens from now on: V8 tells first what was said before, which is nobody's business any more. */
  async hear(thread: Thread): Promise<void> {
    await thread.channel.post('Runtime.enable');
    this.#heard.add(thread);
  }

  called(thread: Thread, call: Call): void {
    this.#inOrder(thread, () => this.#tell(thread, call));
  }

  /** Nobody has caught it: Node is about to print it, and to end the program. */
  threw(thread: Thread, { exceptionDetails }: Protocol.Runtime.ExceptionThrownEvent): void {
    this.#inOrder(thread, async () => {
      const { exception, text } = exceptionDetails;
      const output = `${exception?.description ?? (exception ? previewText(exception) : text)}\n`;
      this.#context.emit({ event: 'output', body: { category: 'stderr', output: `Uncaught ${output}` } });
    });
  }

  #inOrder(thread: Thread, tell: () => Promise<void>): void {
    if (!this.#heard.has(thread)) return;
    this.#telling = this.#telling.then(tell).catch(() => {
      // The isolate is gone.
    });
  }

  /** What a call was given; undefined when that is not kept any more. */
  async values(entry: number): Promise<Body<'loggedValues'>['variables'] | undefined> {
    const kept = this.#entries.get(entry);
    if (!kept) return undefined;
    const values = await withPreviews(kept.thread, kept.values);
    return values.map((value, index) => ({
      name: String(index),
      ...showValue(this.#context, kept.thread, value, undefined, true),
    }));
  }

  async #tell(thread: Thread, call: Call): Promise<void> {
    if (TOOLS.has(call.type) || isDouble(call)) return;
    const body = this.#bodyOf(thread, call);
    const frame = call.stackTrace?.callFrames.find(({ url }) => !url.startsWith('node:'));
    const place = frame && (await shownLocation(this.#context, thread, frame));
    this.#context.emit({ event: 'output', body: { ...body, ...(place?.source && place) } });
  }

  #bodyOf(thread: Thread, { type, args }: Call): Events['output'] {
    const category = TO_STDERR.has(type) ? 'stderr' : 'stdout';
    if (type === 'endGroup') return { category, output: '', group: 'end' };
    if (type === 'clear') return { category: 'console', output: CLEAR };
    const said = isDefault(args) ? [] : args;
    const output = `${consoleText(said)}\n`;
    if (type === 'startGroup') return { category, output, group: 'start' };
    if (type === 'startGroupCollapsed') return { category, output, group: 'startCollapsed' };
    const variablesReference = this.#keep(thread, said);
    return { category, output, ...(variablesReference !== undefined && { variablesReference }) };
  }

  /** The number under which the values of a call can be asked for, where there is something to look into. */
  #keep(thread: Thread, values: readonly RemoteObject[]): number | undefined {
    if (!values.some(({ objectId, type }) => objectId && type !== 'symbol')) return undefined;
    this.#lastEntry += 1;
    const entry = this.#lastEntry;
    this.#entries.set(entry, { thread, values });
    this.#forget(entry - KEPT_ENTRIES);
    return LOGGED_REFERENCES.first + 2 * entry;
  }

  #forget(entry: number): void {
    const old = this.#entries.get(entry);
    this.#entries.delete(entry);
    for (const { objectId } of old?.values ?? []) {
      if (objectId) old!.thread.channel.post('Runtime.releaseObject', { objectId }).catch(() => {});
    }
  }
}
