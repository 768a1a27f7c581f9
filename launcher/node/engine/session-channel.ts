import { Session } from 'node:inspector';
import { AnyChannel } from './any-channel.ts';
import { SAME_NAMES } from './file-names.ts';
import { InspectorError } from './inspector-channel.ts';

interface Notification {
  readonly method: string;
  readonly params: unknown;
}

/**
 * From Node 25 on, an inspector message for a thread that is about to wait for events does not always wake it: it then
 * comes with whatever event is next, seconds later (seen with 26.10 on a busy machine, in up to a third of all starts;
 * never with 20, 22 and 24). Milliseconds between two looks.
 */
const PULSE = Number(process.versions.node.split('.')[0]) >= 25 ? 5 : undefined;

/** The inspector of a whole thread of this process, by way of `node:inspector`: no port, no socket. */
export class SessionChannel extends AnyChannel {
  readonly names = SAME_NAMES;
  readonly #session = new Session();
  readonly #pulse = PULSE === undefined ? undefined : setInterval(() => {}, PULSE).unref();
  #closed = false;

  private constructor() {
    super();
  }

  /** The main thread, seen from a worker: it can be paused while the worker runs on. */
  static toMainThread(): SessionChannel {
    const channel = new SessionChannel();
    channel.#session.connectToMainThread();
    return channel;
  }

  /** The calling thread itself. Pausing it would pause the debugger: use it to reach workers only. */
  static toOwnThread(): SessionChannel {
    const channel = new SessionChannel();
    channel.#session.connect();
    return channel;
  }

  postAny(method: string, params?: object): Promise<unknown> {
    if (this.#closed) return Promise.reject(new InspectorError('the inspector session is closed'));
    return new Promise((resolve, reject) => {
      this.gate.pass({ method, params, send: () => this.#send(method, params).then(resolve, reject) });
    });
  }

  #send(method: string, params: object | undefined): Promise<unknown> {
    return new Promise((resolve, reject) => {
      // It was closed while this was kept back.
      if (this.#closed) return reject(new InspectorError('the inspector session is closed'));
      this.#session.post(method, params, (error, result) => {
        if (error) reject(new InspectorError(error.message));
        else resolve(result);
      });
    });
  }

  onNotification(listener: (method: string, params: unknown) => void): void {
    this.#session.on('inspectorNotification', (message) => {
      const { method, params } = message as unknown as Notification;
      // The inspector interrupts whatever runs in this thread; the listener must not find it half done.
      queueMicrotask(() => {
        this.gate.notified(method);
        listener(method, params);
      });
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.gate.open();
    clearInterval(this.#pulse);
    // Disconnecting fails what is pending: Node calls back with ERR_INSPECTOR_CLOSED.
    this.#session.disconnect();
  }
}
