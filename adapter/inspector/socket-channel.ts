import type { FileNames } from '../../launcher/node/engine/file-names.ts';
import { JsonChannel } from '../../launcher/node/engine/json-channel.ts';
import type { InspectorSocket } from './inspector-socket.ts';

/** How often a target is asked for a sign of life, and how long it may take to give one, in milliseconds. */
const PULSE_MS = 10_000;

/** The inspector of a Node that listens for debuggers. */
export class SocketChannel extends JsonChannel {
  readonly names: FileNames;
  readonly #socket: InspectorSocket;
  readonly #onLost: (reason: Error | undefined) => void;
  readonly #pulse: NodeJS.Timeout;

  /**
   * @param isThere asked when the target does not answer, as one does not that is busy: whether it still is
   * @param onLost called when the connection has ended and it was not we who ended it
   */
  constructor(
    socket: InspectorSocket,
    names: FileNames,
    isThere: () => Promise<boolean>,
    onLost: (reason: Error | undefined) => void,
  ) {
    super();
    this.#socket = socket;
    this.names = names;
    this.#onLost = onLost;
    socket.onText((text) => this.receive(text));
    socket.onClose((reason) => this.#lost(reason));
    this.#pulse = this.#watch(isThere);
  }

  close(): void {
    if (this.hasEnded) return;
    clearInterval(this.#pulse);
    this.end('the inspector session is closed');
    this.#socket.close();
  }

  protected async transmit(message: object): Promise<void> {
    this.#socket.send(JSON.stringify(message));
  }

  #watch(isThere: () => Promise<boolean>): NodeJS.Timeout {
    let isAnswered = true;
    const look = async (): Promise<void> => {
      if (!isAnswered) {
        if ((await isThere()) || this.hasEnded) return;
        return this.#socket.abandon(new Error('the inspector does not answer any more'));
      }
      isAnswered = false;
      const answered = (): void => {
        isAnswered = true;
      };
      // That it is not known is an answer too.
      this.postAny('Runtime.getIsolateId').then(answered, answered);
    };
    return setInterval(() => void look(), PULSE_MS).unref();
  }

  #lost(reason: Error | undefined): void {
    clearInterval(this.#pulse);
    this.end('the connection to the inspector is lost');
    this.#onLost(reason);
  }
}
