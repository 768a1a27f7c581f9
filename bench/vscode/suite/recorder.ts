import type { DebugProtocol } from '@vscode/debugprotocol';
// biome-ignore lint/style/noRestrictedImports: this runs inside VS Code.
import * as vscode from 'vscode';
import { within } from '../../sessions/within.ts';

export type Message = DebugProtocol.Request | DebugProtocol.Response | DebugProtocol.Event;

/** A message between VS Code and an adapter, and when it passed. */
export interface Passed {
  readonly at: number;
  readonly session: vscode.DebugSession;
  readonly message: Message;
}

type Test = (passed: Passed) => boolean;

interface Wait {
  readonly isIt: Test;
  found(passed: Passed): void;
}

/** When VS Code has not asked for anything this long, it has what it wants to show. */
const QUIET_MS = 300;

/** Sees all messages of all sessions, whatever their debugger, in the extension host. */
export class Recorder implements vscode.Disposable {
  #passed: Passed[] = [];
  readonly #waits = new Set<Wait>();
  readonly #registration: vscode.Disposable;

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

  /** Between two sessions. Marks of before mean nothing any more. */
  forget(): void {
    this.#passed = [];
  }

  /** The first one since `mark` that is it, which may have passed already. */
  first(what: string, mark: number, isIt: Test): Promise<Passed> {
    const before = this.since(mark).find(isIt);
    if (before) return Promise.resolve(before);
    let wait: Wait;
    const found = new Promise<Passed>((resolve) => {
      wait = { isIt, found: resolve };
      this.#waits.add(wait);
    });
    return within(what, found).finally(() => this.#waits.delete(wait));
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

  response(command: string, mark: number): Promise<Passed> {
    return this.first(`an answer to "${command}"`, mark, ({ message }) => {
      return message.type === 'response' && (message as DebugProtocol.Response).command === command;
    });
  }

  /** The answer to this very request. */
  answerTo({ session, message: { seq } }: Passed): Promise<Passed> {
    return this.first('an answer', 0, (passed) => {
      const { type, request_seq } = passed.message as DebugProtocol.Response;
      return type === 'response' && request_seq === seq && passed.session.id === session.id;
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
    const passed = { at: performance.now(), session, message };
    this.#passed.push(passed);
    for (const { isIt, found } of this.#waits) if (isIt(passed)) found(passed);
  }
}
