import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { InspectorEngine } from '../../adapter/inspector/inspector-engine.ts';
import { InspectorSocket } from '../../adapter/inspector/inspector-socket.ts';
import { askPort } from '../../adapter/inspector/port-answer.ts';
import { SocketChannel } from '../../adapter/inspector/socket-channel.ts';
import { deferred } from '../../adapter/util/deferred.ts';
import type { Engine } from '../../launcher/node/engine/engine.ts';
import { SAME_NAMES } from '../../launcher/node/engine/file-names.ts';
import type { Protocol } from '../../launcher/node/engine/inspector-channel.ts';
import type { EngineEvent } from '../../protocol/commands.ts';
import { program } from '../support/fixtures.ts';
import { inspected } from '../support/inspected.ts';

type Pause = Protocol.Debugger.PausedEvent;
type ScriptParsed = Protocol.Debugger.ScriptParsedEvent;

/** V8's word of one pause takes as long as the test wants. */
class DelayingChannel extends SocketChannel {
  readonly #urls = new Map<string, string>();
  #wanted: ((url: string, pause: Pause) => boolean) | undefined;
  #keep: (deliver: () => void) => void = () => {};

  /** Resolves when word of such a pause has come, with what passes it on. */
  keepBack(isWanted: (url: string, pause: Pause) => boolean): Promise<() => void> {
    this.#wanted = isWanted;
    return new Promise((resolve) => {
      this.#keep = resolve;
    });
  }

  protected override notified(method: string, params: unknown): void {
    const deliver = () => super.notified(method, params);
    if (method === 'Debugger.scriptParsed') {
      const { scriptId, url } = params as ScriptParsed;
      this.#urls.set(scriptId, url);
    }
    if (method === 'Debugger.paused' && this.#isWanted(params as Pause)) {
      this.#wanted = undefined;
      this.#keep(deliver);
    } else deliver();
  }

  #isWanted(pause: Pause): boolean {
    const url = this.#urls.get(pause.callFrames[0]?.location.scriptId ?? '') ?? '';
    return this.#wanted?.(url, pause) === true;
  }
}

/** An engine with a program that V8 has paused before the engine knows. */
export class Delayed {
  readonly engine: Engine;
  readonly path: string;
  /** Resolves with the exit code of the program. */
  readonly exited: Promise<number | null>;
  /** Opens the inspector of the program for another debugger. */
  readonly another: () => Promise<SocketChannel>;
  readonly #channel: DelayingChannel;
  readonly #events: EngineEvent[] = [];
  #heard = deferred();

  private constructor(
    engine: Engine,
    channel: DelayingChannel,
    path: string,
    child: ChildProcess,
    another: () => Promise<SocketChannel>,
  ) {
    this.engine = engine;
    this.another = another;
    this.exited = once(child, 'exit').then(([code]) => code);
    this.path = path;
    this.#channel = channel;
    engine.onEvent((event) => {
      this.#events.push(event);
      this.#heard.resolve();
      this.#heard = deferred();
    });
  }

  /** Starts a program that waits before its first line. */
  static async start(source: string): Promise<Delayed> {
    const path = program(source);
    const { child, port } = await inspected(path, '--inspect-brk');
    const address = { host: '127.0.0.1', port };
    const signal = new AbortController().signal;
    const answer = await askPort(address, signal);
    if (answer.kind !== 'inspector') throw new Error(`no inspector: ${answer.kind}`);
    const target = answer.targets[0]!;
    const open = async (Channel: typeof SocketChannel): Promise<SocketChannel> => {
      const socket = await InspectorSocket.open(address, target.path, true, signal);
      const channel = new Channel(
        socket,
        SAME_NAMES,
        () => Promise.resolve(true),
        () => {},
      );
      onTestFinished(() => channel.close());
      return channel;
    };
    const channel = (await open(DelayingChannel)) as DelayingChannel;
    const { engine } = await InspectorEngine.takeControl({
      channel,
      main: target.url,
      onExit: () => channel.close(),
    });
    return new Delayed(engine, channel, path, child, () => open(SocketChannel));
  }

  /**
   * Resolves when V8 has paused in a script, of whose pauses it is the nth from now, with what tells the engine. Its start
   * and its loading do not count.
   *
   * @param script What the URL of the script has in it.
   */
  pause(nth = 1, script = this.path): Promise<() => void> {
    let seen = 0;
    return this.#channel.keepBack((url, { reason, hitBreakpoints }) => {
      const isStart = reason.startsWith('Break on start') && !hitBreakpoints?.length;
      if (!url.includes(script) || isStart) return false;
      seen += 1;
      return seen === nth;
    });
  }

  setBreakpoints(...breakpoints: { line: number; [trait: string]: unknown }[]) {
    return this.engine.request('setBreakpoints', { source: { path: this.path }, breakpoints });
  }

  /** What the client is told of next, of this kind. */
  async next<E extends EngineEvent['event']>(kind: E): Promise<Extract<EngineEvent, { event: E }>['body']> {
    for (;;) {
      const index = this.#events.findIndex(({ event }) => event === kind);
      if (index >= 0) return this.#events.splice(index, 1)[0]!.body as never;
      await this.#heard.promise;
    }
  }

  /** Whether the client was told of such a thing which nobody has asked for yet. */
  wasTold(kind: EngineEvent['event']): boolean {
    return this.#events.some(({ event }) => event === kind);
  }

  /** Where the main thread stands. */
  async top(): Promise<number> {
    return (await this.engine.request('stackTrace', { threadId: 1 })).stackFrames[0]!.id;
  }

  /** The next stop: why, what of, and on which line. */
  async stop() {
    const { reason, description, hitBreakpointIds, threadId } = await this.next('stopped');
    const { stackFrames } = await this.engine.request('stackTrace', { threadId: threadId! });
    return { reason, description, hitBreakpointIds, line: stackFrames[0]!.line };
  }
}
