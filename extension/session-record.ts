import type { DebugProtocol } from '@vscode/debugprotocol';
import type * as vscode from 'vscode';
import type { SharedSession } from '../automation/dap/shared/shared-session.ts';
import type { ToldBreakpoints } from '../automation/dap/shared/told-breakpoints.ts';
import type { Happened } from './happened.ts';
import type { Logger } from './log.ts';
import { Ring } from './ring.ts';
import type { Running } from './sessions.ts';
import { LiveSession } from './views/model/live-session.ts';

type Message = DebugProtocol.ProtocolMessage;

/** Messages that are kept of a session: the last ones. */
const KEPT = 300;
/** Requests without an answer that are remembered. */
const MOST_OPEN = 1000;
/** They come in thousands, and say nothing of how a session went. */
const TOO_MANY: ReadonlySet<string> = new Set(['output', 'loadedSource', 'progressUpdate']);

/** Requests whose failures are about the user's own expressions and values. */
const PRIVATE: ReadonlySet<string> = new Set([
  'evaluate',
  'setVariable',
  'setExpression',
  'completions',
  'variables',
]);

/** What is remembered of a session, while it runs and when it is over: bounded, however long that takes. */
export class SessionRecord implements vscode.DebugAdapterTracker {
  readonly session: vscode.DebugSession;
  /** What the editor was told of its breakpoints, and still is. */
  readonly told: ToldBreakpoints;
  /** How it is, as long as it is not over. */
  readonly live: LiveSession;
  readonly begun = new Date();
  readonly timeline = new Ring<Happened>(KEPT);
  /** Ids of the breakpoints that have been bound, if only for a time. */
  readonly wereBound = new Set<number>();
  isOver = false;
  /** It has ended because somebody asked it to. */
  wasStopped = false;
  /** Milliseconds from its beginning to the first stop. */
  firstStop: number | undefined;
  exitCode: number | undefined;
  #shared: SharedSession | undefined;
  readonly #log: Logger;
  readonly #since = performance.now();
  readonly #open = new Map<number, number>();
  readonly #changed: (record: SessionRecord, event: string) => void;

  /** @param changed is told of each event of the adapter's, of the end as `terminated`, of an answered move as `moved` */
  constructor({ session, shared, log }: Running, changed: (record: SessionRecord, event: string) => void) {
    const { id, name, configuration } = session;
    this.session = session;
    this.told = shared.breakpoints;
    this.live = new LiveSession({
      id,
      name,
      parentId: session.parentSession?.id,
      configuration,
      startedAt: this.begun.getTime(),
    });
    this.#shared = shared;
    this.#log = log;
    this.#changed = changed;
    log.log('info', () => `begins: ${inShort(session)}`);
  }

  onWillReceiveMessage(message: Message): void {
    const { type, seq, command } = message as DebugProtocol.Request;
    this.#trace('→', message);
    if (type !== 'request') return;
    this.live.asked(message as DebugProtocol.Request);
    const at = this.#now();
    if (this.#open.size >= MOST_OPEN) this.#open.clear();
    this.#open.set(seq, at);
    this.timeline.push({ at, kind: 'ask', what: command });
  }

  onDidSendMessage(message: Message): void {
    this.#trace('←', message);
    const { state } = this.live;
    this.live.said(message);
    if (message.type === 'response') this.#answered(message as DebugProtocol.Response);
    else if (message.type === 'event') this.#happened(message as DebugProtocol.Event);
    if (message.type === 'response' && this.live.state !== state) this.#changed(this, 'moved');
  }

  onError(error: Error): void {
    this.#log.log('error', () => `adapter: ${error.stack ?? error.message}`);
  }

  /** It is over, also where nobody has said so. */
  end(): void {
    if (this.isOver) return;
    this.#over();
    this.#changed(this, 'terminated');
  }

  #answered({ request_seq, command, success, message, body }: DebugProtocol.Response): void {
    const at = this.#now();
    const ms = at - (this.#open.get(request_seq) ?? at);
    this.#open.delete(request_seq);
    if (success) {
      this.timeline.push({ at, kind: 'answer', what: command, ms });
      for (const breakpoint of breakpointsIn(body)) this.#bindingOf(breakpoint);
      return;
    }
    // What is wrong with an expression of the user's is told where it was written, and holds what the program does.
    const problem = PRIVATE.has(command) ? 'failed' : String(body?.error?.format ?? message);
    this.timeline.push({ at, kind: 'answer', what: command, ms, problem });
    this.#log.log('debug', () => `${command} failed: ${problem}`);
  }

  #happened({ event, body }: DebugProtocol.Event): void {
    const at = this.#now();
    if (!TOO_MANY.has(event)) this.timeline.push({ at, kind: 'event', what: detailed(event, body) });
    if (event === 'breakpoint') this.#bindingOf(body.breakpoint);
    else if (event === 'stopped') this.#stopped(at, body.reason);
    else if (event === 'exited') this.exitCode = body.exitCode;
    else if (event === 'output' && body.category === 'important') {
      this.#log.log('warn', () => String(body.output).trimEnd());
    } else if (event === 'terminated') this.#ended(at);
    this.#changed(this, event);
  }

  #stopped(at: number, reason: string): void {
    if (this.firstStop !== undefined) return;
    this.firstStop = at;
    this.#log.log('info', () => `first stop after ${at.toFixed(0)} ms (${reason})`);
  }

  #over(): void {
    this.isOver = true;
    this.wasStopped = this.#shared?.isStopping === true;
    // What is remembered is not all that it was.
    this.#shared = undefined;
  }

  #ended(at: number): void {
    this.#over();
    this.#log.log('info', () => {
      const code = this.exitCode === undefined ? '' : `, exit code ${this.exitCode}`;
      return `ended after ${(at / 1000).toFixed(2)} s${code}`;
    });
  }

  #bindingOf({ id, verified, line, message }: DebugProtocol.Breakpoint): void {
    if (verified && id !== undefined) this.wereBound.add(id);
    this.#log.log('debug', () => {
      const state = verified ? `bound at line ${line}` : `not bound: ${message ?? 'no reason is told'}`;
      return `breakpoint ${id}: ${state}`;
    });
  }

  #trace(way: '→' | '←', message: Message): void {
    this.#log.log('trace', () => `${way} ${JSON.stringify(message)}`);
  }

  #now(): number {
    return performance.now() - this.#since;
  }
}

const BREAKPOINTS = 'breakpoints';

const breakpointsIn = (body: object | undefined): readonly DebugProtocol.Breakpoint[] =>
  body && BREAKPOINTS in body && Array.isArray(body[BREAKPOINTS])
    ? (body[BREAKPOINTS] as DebugProtocol.Breakpoint[]).filter(({ verified }) => verified !== undefined)
    : [];

function detailed(event: string, body: Record<string, unknown> | undefined): string {
  if (event === 'stopped' || event === 'thread') return `${event} (${body?.reason})`;
  if (event === 'exited') return `${event} (${body?.exitCode})`;
  return event;
}

function inShort({ configuration, parentSession }: vscode.DebugSession): string {
  const { request, program, module, inProcess, noDebug, console, python, runtimeExecutable } = configuration;
  const what = [program, module, runtimeExecutable, python].find((one) => typeof one === 'string');
  return [
    `${request}${what ? ` of ${what}` : ''}`,
    inProcess ? 'in-process' : 'in a process of its own',
    ...(noDebug ? ['without debugging'] : []),
    ...(console ? [String(console)] : []),
    ...(parentSession ? [`child of "${parentSession.name}"`] : []),
  ].join(', ');
}
