import type { FileNames } from '../../launcher/node/engine/file-names.ts';
import type { ConfigureArguments } from '../../protocol/commands.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import { InspectorEngine } from '../inspector/inspector-engine.ts';
import type { InspectorSocket } from '../inspector/inspector-socket.ts';
import type { InspectorTarget } from '../inspector/port-answer.ts';
import { SocketChannel } from '../inspector/socket-channel.ts';
import { settlesWithin } from '../util/time.ts';
import { DEFAULT_LIMIT } from './backend.ts';
import { LET_GO_LIMIT_MS, PeerBackend, type Trace } from './peer-backend.ts';

export interface InspectedProgram {
  readonly socket: InspectorSocket;
  readonly target: InspectorTarget;
  readonly names: FileNames;
  /** Whether it is still there, asked when it does not answer. */
  readonly isThere: () => Promise<boolean>;
}

/** The engine in this process, for a program in another that has its inspector open: perhaps on another machine. */
export class InspectorBackend extends PeerBackend {
  readonly #channel: SocketChannel;
  /** Where the program has told it before it was closed. */
  exitCode: number | undefined;
  readonly #main: string;
  readonly #isThere: () => Promise<boolean>;

  constructor({ socket, target, names, isThere }: InspectedProgram, trace?: Trace) {
    super(trace);
    this.#main = target.url;
    this.#isThere = isThere;
    this.#channel = new SocketChannel(socket, names, isThere, (reason) => void this.#lost(reason));
  }

  /** Resolves when the engine is in control; rejects with the reason of the close when it will never be. */
  async open(configuration: ConfigureArguments): Promise<void> {
    try {
      const { engine } = await InspectorEngine.takeControl({
        channel: this.#channel,
        main: this.#main,
        onExit: (exitCode) => this.#programEnded(exitCode),
      });
      engine.onEvent((event) => this.emit(event));
      await this.ask(engine, 'configure', configuration, DEFAULT_LIMIT);
      this.connected(engine);
    } catch (thrown) {
      this.close(TandemError.from(thrown));
      throw await this.closed;
    }
  }

  /** Has the program do something to itself. */
  evaluate(expression: string): void {
    this.#channel.post('Runtime.evaluate', { expression, silent: true, disableBreaks: true }).catch(() => {
      // It has ended by now.
    });
  }

  /** Of one that was told to end only the connection can tell when it has: that is left as it is. */
  override async letGo(dying: boolean): Promise<void> {
    if (dying) await settlesWithin(this.#channel.post('Debugger.disable'), LET_GO_LIMIT_MS);
    else await super.letGo(false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close(errors.sessionEnded());
    this.#channel.close();
  }

  /** What is still to be said waits behind what the engine does with it. */
  #programEnded(exitCode: number | undefined): void {
    this.exitCode = exitCode;
    this.#channel.close();
    this.close(errors.inspectorClosed());
  }

  async #lost(reason: Error | undefined): Promise<void> {
    const lives = reason !== undefined || (await this.#isThere());
    this.close(lives ? errors.inspectorLost(reason?.message ?? 'it was closed') : errors.inspectorClosed());
  }
}
