import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import { isStarting } from '../../automation/dap/shared/starting.ts';
import { DEBUG_TYPE } from '../debug-type.ts';
import type { Running, Sessions } from '../sessions.ts';
import { type End, LiveSession } from './model/live-session.ts';
import type { Ride } from './model/status.ts';

/** A session of this window, with what is known of it. */
export interface Live {
  readonly session: vscode.DebugSession;
  readonly known: LiveSession;
  /** What its program runs in, once that was told. */
  ride: Ride | undefined;
}

export interface Ended extends Live {
  readonly end: End;
}

/** The sessions that there are, by what they say to the editor. */
export class LiveSessions implements vscode.DebugAdapterTrackerFactory, vscode.Disposable {
  readonly #lives = new Map<string, Live>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #ended = new vscode.EventEmitter<Ended>();
  readonly #listenings: readonly vscode.Disposable[];
  /** Something is different in what is known of a session, or there is one more, or one less. */
  readonly onDidChange = this.#changed.event;
  readonly onDidEnd = this.#ended.event;

  constructor(sessions: Sessions) {
    this.#listenings = [
      sessions.onDidBegin((running) => this.#begun(running)),
      vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, this),
    ];
  }

  /** In the order in which they began. */
  get all(): readonly Live[] {
    return [...this.#lives.values()];
  }

  /** The one in focus. VS Code tells that late, so before it does it is the one that began last. */
  get focused(): Live | undefined {
    const { activeDebugSession: active } = vscode.debug;
    return active ? this.#lives.get(active.id) : this.all.at(-1);
  }

  /** Whether it goes on. */
  knows(session: LiveSession): boolean {
    return this.#lives.get(session.id)?.known === session;
  }

  createDebugAdapterTracker({ id }: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
    const live = this.#lives.get(id);
    if (!live) return undefined;
    return {
      onWillReceiveMessage: (request: DebugProtocol.Request) => live.known.asked(request),
      onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => {
        if (!live.known.said(message)) return;
        if (beginsToRun(message, live)) void this.#askRide(live);
        this.#changed.fire();
      },
    };
  }

  dispose(): void {
    for (const listening of this.#listenings) listening.dispose();
    this.#changed.dispose();
    this.#ended.dispose();
  }

  #begun({ session, shared }: Running): void {
    const { id, name, parentSession, configuration } = session;
    const known = new LiveSession({
      id,
      name,
      parentId: parentSession?.type === DEBUG_TYPE ? parentSession.id : undefined,
      configuration,
      startedAt: Date.now(),
    });
    const live: Live = { session, known, ride: undefined };
    this.#lives.set(id, live);
    void shared.ended.then(() => this.#over(live, shared.isStopping));
    this.#changed.fire();
  }

  #over(live: Live, wasAsked: boolean): void {
    // One that was restarted may have another adapter.
    if (this.#lives.get(live.session.id) === live) this.#lives.delete(live.session.id);
    this.#ended.fire({ ...live, end: live.known.end(wasAsked) });
    this.#changed.fire();
  }

  async #askRide(live: Live): Promise<void> {
    try {
      live.ride = await live.session.customRequest('tandem.ride');
      this.#changed.fire();
    } catch {
      // It is over already.
    }
  }
}

/** Not before it runs, or it would be in the way of what it waits for. */
const beginsToRun = (message: DebugProtocol.ProtocolMessage, { known }: Live): boolean => {
  const { type, command, event, success } = message as Partial<DebugProtocol.Response & DebugProtocol.Event>;
  if (type === 'event') return event === 'process' && known.state !== 'starting';
  return isStarting(command) && success === true;
};
