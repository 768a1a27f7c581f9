import type { DebugProtocol } from '@vscode/debugprotocol';
import { isStarting } from '../../../automation/dap/shared/starting.ts';

export type SessionState = 'starting' | 'running' | 'paused';
/** How a run ended: by itself, because somebody asked it to, let go of, never begun, or nobody knows. */
export type End = 'completed' | 'stopped' | 'detached' | 'failed' | 'lost';

export interface Where {
  readonly name: string;
  /** Absolute, where the source is a file. */
  readonly path: string | undefined;
  readonly source: string | undefined;
  readonly line: number;
  readonly column: number;
  /** It is in code that is none of the program's own. */
  readonly isSubtle: boolean;
}

/** A thread as the editor knows it; a task of asyncio is one as well. */
export interface Thread {
  readonly id: number;
  readonly name: string;
  /** Undefined while it runs. */
  readonly stop: DebugProtocol.StoppedEvent['body'] | undefined;
  /** Where it stands, once the editor has asked. */
  readonly where: Where | undefined;
}

export interface Beginning {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | undefined;
  /** As it was resolved. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

export interface Process {
  readonly name: string;
  readonly pid: number | undefined;
}

/** A request of the editor's that changes what is known, when it is answered. */
interface Asked {
  readonly command: string;
  readonly threadId: number | undefined;
  /** Of a stack: the calls above the first that was asked for are known. */
  readonly isRest: boolean;
  /** How many stops there were by then: what has stopped since does not run on by this answer. */
  readonly stops: number;
}

const MOVES: ReadonlySet<string> = new Set(['continue', 'next', 'stepIn', 'stepOut', 'restartFrame', 'goto']);
const ENDS: ReadonlySet<string> = new Set(['terminate', 'disconnect']);

/** What is known of a session by what the editor and its adapter say to each other. Nothing is asked for. */
export class LiveSession {
  readonly beginning: Beginning;
  process: Process | undefined;
  exitCode: number | undefined;
  /** Why it did not come to run. */
  failure: string | undefined;
  readonly #threads = new Map<number, Thread>();
  readonly #asked = new Map<number, Asked>();
  readonly #lastStop = new Map<number, number>();
  #isStarted = false;
  #wasAskedToEnd = false;
  #stops = 0;
  /** The thread whose stop was to be looked at, and not one that stands beside it. */
  #inFocus: number | undefined;

  constructor(beginning: Beginning) {
    this.beginning = beginning;
  }

  get id(): string {
    return this.beginning.id;
  }

  get threads(): readonly Thread[] {
    return [...this.#threads.values()];
  }

  get state(): SessionState {
    if (!this.#isStarted) return 'starting';
    return this.pausedThread ? 'paused' : 'running';
  }

  /** The one that has stopped last, of those that stand. Those that only stand beside it count less. */
  get pausedThread(): Thread | undefined {
    const focused = this.#inFocus === undefined ? undefined : this.#threads.get(this.#inFocus);
    if (focused?.stop) return focused;
    const at = ({ id }: Thread): number => this.#lastStop.get(id) ?? 0;
    return this.threads
      .filter(({ stop }) => stop)
      .reduce<Thread | undefined>(
        (latest, thread) => (latest && at(latest) >= at(thread) ? latest : thread),
        undefined,
      );
  }

  /** @param wasAsked somebody beside the editor has asked it to end */
  end(wasAsked: boolean): End {
    if (this.failure !== undefined) return 'failed';
    const isAsked = wasAsked || this.#wasAskedToEnd;
    if (this.beginning.configuration.request === 'attach' && this.exitCode === undefined)
      return isAsked ? 'detached' : 'lost';
    if (isAsked) return 'stopped';
    return this.exitCode === undefined ? 'lost' : 'completed';
  }

  /** What the editor says to the adapter. */
  asked({ type, seq, command, arguments: args }: DebugProtocol.Request): void {
    if (type !== 'request') return;
    if (ENDS.has(command)) this.#wasAskedToEnd ||= this.#isOn;
    if (!MOVES.has(command) && command !== 'stackTrace') return;
    const isRest = (args?.startFrame ?? 0) > 0;
    this.#asked.set(seq, { command, threadId: args?.threadId, isRest, stops: this.#stops });
  }

  /** What the adapter says to the editor. Returns whether anything is different now. */
  said(message: DebugProtocol.ProtocolMessage): boolean {
    if (message.type === 'event') return this.#happened(message as DebugProtocol.Event);
    if (message.type === 'response') return this.#answered(message as DebugProtocol.Response);
    return false;
  }

  /** After its end the editor takes leave of every session. */
  get #isOn(): boolean {
    return this.exitCode === undefined && !this.#isOver;
  }
  #isOver = false;

  #happened({ event, body }: DebugProtocol.Event): boolean {
    switch (event) {
      case 'stopped':
        this.#stopped(body);
        return true;
      case 'continued':
        this.#continued(body.threadId, body.allThreadsContinued !== false, this.#stops);
        return true;
      case 'thread':
        return this.#thread(body);
      case 'process':
        this.process = { name: body.name, pid: body.systemProcessId };
        this.exitCode = undefined;
        return true;
      case 'exited':
        this.exitCode = body.exitCode;
        return true;
      case 'terminated':
        this.#isOver = true;
        return false;
      default:
        return false;
    }
  }

  #answered({ request_seq, command, success, body, message }: DebugProtocol.Response): boolean {
    const asked = this.#asked.get(request_seq);
    this.#asked.delete(request_seq);
    if (isStarting(command)) {
      this.#isStarted = success;
      if (!success) this.failure = body?.error?.format ?? message ?? '';
      return true;
    }
    if (!success) return false;
    if (command === 'threads') return this.#named(body.threads);
    if (!asked || asked.threadId === undefined) return false;
    if (asked.command === 'stackTrace') return this.#stands(asked, body.stackFrames);
    const all = asked.command === 'continue' && body?.allThreadsContinued !== false;
    this.#continued(asked.threadId, all, asked.stops);
    return true;
  }

  #stopped(stop: DebugProtocol.StoppedEvent['body']): void {
    this.#isStarted = true;
    this.#stops += 1;
    if (!stop.preserveFocusHint) this.#inFocus = stop.threadId;
    const ids = stop.allThreadsStopped ? [...this.#threads.keys()] : [];
    if (stop.threadId !== undefined && !ids.includes(stop.threadId)) ids.push(stop.threadId);
    for (const id of ids) {
      const thread = this.#threads.get(id);
      // Of the others nobody has said why they stand: they wait for this one.
      const own = id === stop.threadId ? stop : (thread?.stop ?? { reason: 'pause' });
      const where = id === stop.threadId ? undefined : thread?.where;
      this.#threads.set(id, { id, name: thread?.name ?? '', stop: own, where });
      this.#lastStop.set(id, id === stop.threadId ? this.#stops : this.#stops - 0.5);
    }
  }

  /** @param before how many stops there were when it was asked to */
  #continued(threadId: number, all: boolean, before: number): void {
    for (const { id, name } of this.threads) {
      if ((!all && id !== threadId) || (this.#lastStop.get(id) ?? 0) > before) continue;
      this.#threads.set(id, { id, name, stop: undefined, where: undefined });
    }
  }

  #thread({ reason, threadId }: DebugProtocol.ThreadEvent['body']): boolean {
    if (reason === 'exited') {
      this.#lastStop.delete(threadId);
      return this.#threads.delete(threadId);
    }
    if (this.#threads.has(threadId)) return false;
    this.#threads.set(threadId, { id: threadId, name: '', stop: undefined, where: undefined });
    return true;
  }

  /** Those that the adapter does not name any more are gone. */
  #named(threads: readonly DebugProtocol.Thread[]): boolean {
    const known = new Map(this.#threads);
    this.#threads.clear();
    for (const { id, name } of threads) {
      const { stop, where } = known.get(id) ?? {};
      this.#threads.set(id, { id, name, stop, where });
    }
    return true;
  }

  #stands({ threadId, stops, isRest }: Asked, frames: readonly DebugProtocol.StackFrame[]): boolean {
    const thread = this.#threads.get(threadId!);
    const calls = frames.filter(({ presentationHint }) => presentationHint !== 'label');
    const own = calls.find((call) => !isSubtle(call));
    // Of the rest, only the first of its own may be better than what is known.
    if (isRest && (!own || !thread?.where?.isSubtle)) return false;
    const frame = own ?? calls[0];
    if (!thread?.stop || !frame || (this.#lastStop.get(thread.id) ?? 0) > stops) return false;
    const { name, line, column, source } = frame;
    const path = source?.sourceReference ? undefined : source?.path;
    this.#threads.set(thread.id, {
      ...thread,
      where: { name, path, source: source?.name, line, column, isSubtle: frame !== own },
    });
    return true;
  }
}

const isSubtle = ({ presentationHint, source }: DebugProtocol.StackFrame): boolean =>
  presentationHint === 'subtle' || source?.presentationHint === 'deemphasize';
