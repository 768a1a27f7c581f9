import { Gate } from './gate.ts';
import {
  type InspectorChannel,
  InspectorError,
  type Method,
  type Params,
  type Result,
} from './inspector-channel.ts';
import type { SessionChannel } from './session-channel.ts';

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

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: InspectorError): void;
}

/** Node loses messages to a worker that are not plain ASCII: they are never answered. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** One worker's inspector, tunnelled as JSON inside the `NodeWorker` domain of the session that reported it. */
export class WorkerChannel implements InspectorChannel {
  readonly gate = new Gate();
  readonly #parent: SessionChannel;
  readonly #sessionId: string;
  readonly #pending = new Map<number, Pending>();
  #listener: (method: string, params: unknown) => void = () => {};
  #lastId = 0;
  #closed = false;
  #isDying = false;

  constructor(parent: SessionChannel, sessionId: string) {
    this.#parent = parent;
    this.#sessionId = sessionId;
  }

  post<M extends Method>(method: M, params?: Params<M>): Promise<Result<M>> {
    if (this.#closed) return Promise.reject(new InspectorError('the worker is gone'));
    const id = ++this.#lastId;
    const message = asciiJson({ id, method, params });
    return new Promise<Result<M>>((resolve, reject) => {
      const answered = new Promise<void>((done) => {
        this.#pending.set(id, {
          resolve: (result) => done(resolve(result as Result<M>)),
          reject: (error) => done(reject(error)),
        });
      });
      const send = () => {
        this.#send(id, message);
        return answered;
      };
      this.gate.pass({ method, params, send });
    });
  }

  #send(id: number, message: string): void {
    // It ended while this was kept back.
    if (this.#closed) return;
    this.#parent
      .postAny('NodeWorker.sendMessageToWorker', { sessionId: this.#sessionId, message })
      .catch((error: InspectorError) => this.#settle(id, (pending) => pending.reject(error)));
  }

  onNotification(listener: (method: string, params: unknown) => void): void {
    this.#listener = listener;
  }

  /** Takes one message that `NodeWorker.receivedMessageFromWorker` brought for this worker. */
  receive(text: string): void {
    const message = JSON.parse(text) as Answer;
    if (message.id === undefined) {
      if (!message.method) return;
      if (this.#isDying) {
        if (message.method === 'Debugger.paused') this.#resumeOnce();
        return;
      }
      this.gate.notified(message.method);
      this.#listener(message.method, message.params);
    } else if (message.error) {
      const { error } = message;
      this.#settle(message.id, (pending) => pending.reject(new InspectorError(error.message)));
    } else {
      this.#settle(message.id, (pending) => pending.resolve(message.result));
    }
  }

  /**
   * Nothing more is said or answered: the worker has ended, or is about to. What is still sent to a worker that is being
   * torn down, a `detach` included, can abort the whole process.
   */
  ended(): void {
    this.#closed = true;
    for (const id of [...this.#pending.keys()]) {
      this.#settle(id, (pending) => pending.reject(new InspectorError('the worker is gone')));
    }
  }

  /**
   * The worker was told to die. It cannot while it is paused, so it is resumed wherever it is; it hears nothing else.
   * Synchronous: it may be the last moment of this process.
   */
  letDie(): void {
    if (this.#closed || this.#isDying) return;
    this.#isDying = true;
    const { isPaused } = this.gate;
    this.ended();
    if (isPaused) this.#resumeOnce();
  }

  #resumeOnce(): void {
    const message = asciiJson({ id: ++this.#lastId, method: 'Debugger.resume' });
    this.#parent
      .postAny('NodeWorker.sendMessageToWorker', { sessionId: this.#sessionId, message })
      .catch(() => {
        // It is gone already.
      });
  }

  close(): void {
    if (this.#closed) return;
    this.ended();
    this.#parent.postAny('NodeWorker.detach', { sessionId: this.#sessionId }).catch(() => {
      // It ended by itself in the meantime.
    });
  }

  #settle(id: number, how: (pending: Pending) => void): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (pending) how(pending);
  }
}

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
  readonly #session: SessionChannel;
  readonly #policy: WorkerPolicy;
  readonly #channels = new Map<string, WorkerChannel>();
  #areDying = false;

  constructor(session: SessionChannel, policy: WorkerPolicy) {
    this.#session = session;
    this.#policy = policy;
  }

  async enable(): Promise<void> {
    await this.#session.postAny('NodeWorker.enable', { waitForDebuggerOnStart: this.#policy.hold });
  }

  /** Falls silent towards all workers, without a word to them. */
  abandon(): void {
    for (const channel of this.#channels.values()) channel.ended();
  }

  /** All workers were told to die: see {@link WorkerChannel.letDie}. */
  letDie(): void {
    this.#areDying = true;
    for (const channel of this.#channels.values()) channel.letDie();
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
        if (this.#areDying) channel.letDie();
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
