import type { DebugProtocol } from '@vscode/debugprotocol';
// biome-ignore lint/style/noRestrictedImports: this runs inside VS Code.
import * as vscode from 'vscode';

type Message = DebugProtocol.Request | DebugProtocol.Response | DebugProtocol.Event;

/** A message between VS Code and an adapter, and when it passed. */
export interface Passed {
  readonly at: number;
  readonly session: vscode.DebugSession;
  readonly message: Message;
}

/** Nothing that is measured takes nearly as long. */
const LIMIT_MS = 60_000;
/** When VS Code has not asked for anything this long, it has what it wants to show. */
const QUIET_MS = 300;

/** Sees all messages of all sessions, whatever their debugger, in the extension host. */
export class Recorder implements vscode.Disposable {
  readonly #passed: Passed[] = [];
  readonly #registration: vscode.Disposable;
  #wake: () => void = () => {};

  constructor() {
    this.#registration = vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => ({
        onWillReceiveMessage: (message: Message) => this.#record(session, message),
        onDidSendMessage: (message: Message) => this.#record(session, message),
      }),
    });
  }

  /** How many there were so far: for what comes after. */
  get mark(): number {
    return this.#passed.length;
  }

  since(mark: number): readonly Passed[] {
    return this.#passed.slice(mark);
  }

  /** The first one since `mark` that is it, which may have passed already. */
  async first(what: string, mark: number, isIt: (passed: Passed) => boolean): Promise<Passed> {
    const until = performance.now() + LIMIT_MS;
    while (performance.now() < until) {
      const found = this.since(mark).find(isIt);
      if (found) return found;
      await this.#next(until - performance.now());
    }
    throw new Error(`${what} did not come within ${LIMIT_MS / 1000} s`);
  }

  event(
    name: string,
    mark: number,
    of: (session: vscode.DebugSession) => boolean = () => true,
  ): Promise<Passed> {
    return this.first(`the event "${name}"`, mark, ({ message, session }) => {
      return message.type === 'event' && (message as DebugProtocol.Event).event === name && of(session);
    });
  }

  request(command: string, mark: number): Promise<Passed> {
    return this.first(`the request "${command}"`, mark, ({ message }) => {
      return message.type === 'request' && (message as DebugProtocol.Request).command === command;
    });
  }

  /** Resolves when nothing has passed for a while. */
  async quiet(): Promise<void> {
    for (let mark = -1; mark !== this.mark; ) {
      mark = this.mark;
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    }
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #record(session: vscode.DebugSession, message: Message): void {
    this.#passed.push({ at: performance.now(), session, message });
    this.#wake();
  }

  #next(limit: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limit);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
