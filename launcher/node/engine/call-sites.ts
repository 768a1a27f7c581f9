import type { FileNames } from './file-names.ts';
import type { Protocol } from './inspector-channel.ts';
import { type Position, position } from './positions.ts';
import type { Thread } from './thread.ts';

type Pause = Protocol.Debugger.PausedEvent;

/** One call as V8 describes it in the stack of an error, which is more than its inspector tells. */
export interface CallSite extends Position {
  /** `new Shape`, `Shape.area`, `async load`; undefined for a function without a name. */
  readonly name: string | undefined;
  /** The script, by URL or path. */
  readonly script: string;
  /** A call of an async function that waits for what is above it. */
  readonly isPast: boolean;
}

/** Innermost calls that are described; below, the inspector's names must do. */
const LIMIT = 1000;
/** Calls that V8 describes without counting them as frames: its own builtins, and async callers. */
const MARGIN = 100;
/** How far the descriptions may run ahead of the frames before they are taken for those of other calls. */
const DRIFT = 8;

/** Receivers that say nothing about the function they are passed to. */
const PLAIN: ReadonlySet<string | undefined> = new Set([undefined, 'Object', 'global', 'globalThis']);

/**
 * Where V8 leaves a microtask, no frame of Node's is below the program's own, or the one that runs them all. Only there
 * can a call have been awaited.
 */
const RUNS_MICROTASKS = 'processTicksAndRejections';

type Raw = readonly [
  functionName: string | null,
  typeName: string | null,
  methodName: string | null,
  isConstructor: boolean,
  isAsync: boolean,
  script: string | null,
  line: number | null,
  column: number | null,
];

/** Whatever the program made of its error stacks is put back as it was; nothing of it runs. */
const expression = (limit: number) => `(() => {
  // Of a static method, older V8s say only in full text whose it is.
  const receiver = (site) =>
    site.getTypeName() === 'Function' ? String(site).replace(/^async |[. ].*$/g, '') : site.getTypeName();
  const hook = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  try {
    Object.defineProperty(Error, 'stackTraceLimit', { configurable: true, writable: true, value: ${limit} });
    Object.defineProperty(Error, 'prepareStackTrace', {
      configurable: true,
      value: (_, sites) => sites.map((site) => [
        site.getFunctionName(), receiver(site), site.getMethodName(), site.isConstructor(), site.isAsync(),
        site.getScriptNameOrSourceURL(), site.getLineNumber(), site.getColumnNumber(),
      ]),
    });
    return new Error().stack.slice(2);
  } finally {
    if (limit) Object.defineProperty(Error, 'stackTraceLimit', limit);
    else delete Error.stackTraceLimit;
    if (hook) Object.defineProperty(Error, 'prepareStackTrace', hook);
    else delete Error.prepareStackTrace;
  }
})()`;

/** What V8 can say about the calls of a pause. Asked once per pause, and only where the answer can add something. */
export class CallSites {
  readonly #known = new WeakMap<Pause, Promise<readonly CallSite[]>>();

  /** Innermost first; builtins and Tandem's own question are left out. Never rejects. */
  of(thread: Thread, pause: Pause): Promise<readonly CallSite[]> {
    let sites = this.#known.get(pause);
    if (!sites) {
      sites = isWorthAsking(thread, pause) ? ask(thread, pause) : Promise.resolve([]);
      this.#known.set(pause, sites);
    }
    return sites;
  }

  /** The pause with its calls where they are now: the texts of their scripts have changed. */
  async relocated(thread: Thread, pause: Pause): Promise<Pause> {
    const sites = (await ask(thread, pause)).filter(({ isPast }) => !isPast);
    const { callFrames } = pause;
    if (sites.length !== Math.min(callFrames.length, LIMIT + MARGIN)) return { ...pause };
    return {
      ...pause,
      callFrames: callFrames.map((call, index) => {
        const site = sites[index];
        const at = site && { lineNumber: site.line, columnNumber: site.column };
        return { ...call, location: { ...call.location, ...at } };
      }),
    };
  }
}

/** For each of the lines, the call site that describes it, where the two lists run in parallel. */
export function align(lines: readonly number[], sites: readonly CallSite[]): (CallSite | undefined)[] {
  let next = 0;
  return lines.map((line) => {
    const ahead = sites.slice(next, next + DRIFT).findIndex((site) => site.line === line);
    if (ahead < 0) return undefined;
    next += ahead + 1;
    return sites[next - 1];
  });
}

/** Without memory nothing can be asked any more, and most stacks have neither methods nor a past. */
function isWorthAsking(thread: Thread, { reason, callFrames }: Pause): boolean {
  if (reason === 'OOM' || callFrames.length === 0) return false;
  const bottom = callFrames.at(-1)!;
  const microtask =
    bottom.functionName === RUNS_MICROTASKS ||
    thread.scripts.get(bottom.location.scriptId)?.isInternal === false;
  return microtask || callFrames.slice(0, LIMIT).some(({ this: receiver }) => !isPlain(receiver));
}

const isPlain = ({ type, className }: Protocol.Runtime.RemoteObject): boolean =>
  type !== 'function' && (type !== 'object' || PLAIN.has(className));

async function ask({ channel }: Thread, { callFrames }: Pause): Promise<readonly CallSite[]> {
  try {
    const { result } = await channel.post('Runtime.evaluate', {
      expression: expression(Math.min(callFrames.length, LIMIT) + MARGIN),
      returnByValue: true,
      silent: true,
    });
    const raw: unknown = result.value;
    return Array.isArray(raw) ? raw.flatMap((site: Raw) => describe(site, channel.names)) : [];
  } catch {
    return [];
  }
}

function describe(raw: Raw, { near }: FileNames): CallSite[] {
  const [, , , , isPast, script, line, column] = raw;
  if (line === null || column === null) return [];
  return [{ name: nameOf(raw), script: near(script ?? ''), isPast, ...position(line - 1, column - 1) }];
}

function nameOf([functionName, typeName, methodName, isConstructor, isAsync]: Raw): string | undefined {
  if (!functionName) return undefined;
  if (isConstructor) return `new ${functionName}`;
  const [, accessor = '', bare = functionName] = /^((?:get|set) )(.*)$/.exec(functionName) ?? [];
  const isMethod = methodName === bare || bare.startsWith('#');
  // The receiver of a static method is its class, and V8 only says that it is a function.
  const owner =
    isMethod && typeName !== 'Function' && !PLAIN.has(typeName ?? undefined) ? `${typeName}.` : '';
  return `${isAsync ? 'async ' : ''}${accessor}${bare.startsWith(owner) ? '' : owner}${bare}`;
}
