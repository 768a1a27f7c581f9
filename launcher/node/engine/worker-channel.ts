import type { FileNames } from './file-names.ts';
import { JsonChannel } from './json-channel.ts';

export interface WorkerInfo {
  readonly workerId: string;
  readonly title: string;
  readonly url: string;
}

export interface AttachedWorker {
  readonly sessionId: string;
  readonly info: WorkerInfo;
  /** The worker is held before its first line until `Runtime.runIfWaitingForDebugger`. */
  readonly waiting: boolean;
}

/** A session that reports the workers of its process, and carries what is said to them. */
export interface WorkerCarrier {
  readonly names: FileNames;
  postAny(method: string, params?: object): Promise<unknown>;
}

/** Node loses messages to a worker that are not plain ASCII: they are never answered. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** One worker's inspector, tunnelled as JSON inside the `NodeWorker` domain of the session that reported it. */
export class WorkerChannel extends JsonChannel {
  readonly names: FileNames;
  readonly #parent: WorkerCarrier;
  readonly #sessionId: string;
  #isDying = false;

  constructor(parent: WorkerCarrier, sessionId: string) {
    super();
    this.names = parent.names;
    this.#parent = parent;
    this.#sessionId = sessionId;
  }

  /**
   * Nothing more is said or answered: the worker has ended, or is about to. What is still sent to a worker that is being
   * torn down, a `detach` included, can abort the whole process.
   */
  ended(): void {
    this.end('the worker is gone');
  }

  /**
   * To be called before the worker is told to die. What it has not heard by then, Node carries out while it takes the
   * worker down, and V8 aborts the whole process when that is an evaluation.
   */
  fallSilent(): Promise<void> {
    return this.silence(ENDING, HEARING_LIMIT);
  }

  /** The worker was told to die while it was paused, and so has heard all, and is being resumed. */
  hush(): void {
    this.refuse(ENDING);
  }

  /**
   * The worker was told to die. It cannot while it is paused, so it is resumed wherever it is; it hears nothing else.
   * Synchronous: it may be the last moment of this process.
   */
  letDie(): void {
    if (this.hasEnded || this.#isDying) return;
    this.#isDying = true;
    const { isPaused } = this.gate;
    this.ended();
    if (isPaused) this.sayAside('Debugger.resume');
  }

  close(): void {
    if (this.hasEnded) return;
    this.ended();
    this.#parent.postAny('NodeWorker.detach', { sessionId: this.#sessionId }).catch(() => {
      // It ended by itself in the meantime.
    });
  }

  protected override notified(method: string, params: unknown): void {
    if (!this.#isDying) super.notified(method, params);
    else if (method === 'Debugger.paused') this.sayAside('Debugger.resume');
  }

  protected async transmit(message: object): Promise<void> {
    await this.#parent.postAny('NodeWorker.sendMessageToWorker', {
      sessionId: this.#sessionId,
      message: asciiJson(message),
    });
  }
}

const ENDING = 'the worker is about to be ended';
/** How long a worker that is about to be ended may take to hear what was said to it, in milliseconds. */
const HEARING_LIMIT = 250;

export interface WorkerPolicy {
  /** Makes workers that start from now on wait before their first line. */
  readonly hold: boolean;
  /** Whether a worker is ours; every other one is let go in the same tick. */
  accept(worker: WorkerInfo): boolean;
  onAttached(worker: AttachedWorker, channel: WorkerChannel): void;
  onEnded(channel: WorkerChannel): void;
}

/** Follows the workers of a process through one session: reports each, and routes what each says. */
export class WorkerDirectory {
  readonly #session: WorkerCarrier;
  readonly #policy: WorkerPolicy;
  readonly #channels = new Map<string, WorkerChannel>();

  constructor(session: WorkerCarrier, policy: WorkerPolicy) {
    this.#session = session;
    this.#policy = policy;
  }

  async enable(): Promise<void> {
    await this.#session.postAny('NodeWorker.enable', { waitForDebuggerOnStart: this.#policy.hold });
  }

  /** Feeds one notification of the session; true when it belonged to the `NodeWorker` domain. */
  handle(method: string, params: unknown): boolean {
    switch (method) {
      case 'NodeWorker.attachedToWorker': {
        const { sessionId, workerInfo, waitingForDebugger } = params as {
          sessionId: string;
          workerInfo: WorkerInfo;
          waitingForDebugger: boolean;
        };
        const channel = new WorkerChannel(this.#session, sessionId);
        if (!this.#policy.accept(workerInfo)) {
          if (waitingForDebugger) channel.post('Runtime.runIfWaitingForDebugger').catch(() => {});
          channel.close();
          return true;
        }
        this.#channels.set(sessionId, channel);
        this.#policy.onAttached({ sessionId, info: workerInfo, waiting: waitingForDebugger }, channel);
        return true;
      }
      case 'NodeWorker.receivedMessageFromWorker': {
        const { sessionId, message } = params as { sessionId: string; message: string };
        this.#channels.get(sessionId)?.receive(message);
        return true;
      }
      case 'NodeWorker.detachedFromWorker': {
        const { sessionId } = params as { sessionId: string };
        const channel = this.#channels.get(sessionId);
        this.#channels.delete(sessionId);
        if (channel) {
          channel.ended();
          this.#policy.onEnded(channel);
        }
        return true;
      }
      default:
        return method.startsWith('NodeWorker.');
    }
  }
}
