import { CommandSender } from '../../ipc/command-channel.ts';
import { IpcManager, type Listening } from '../../ipc/ipc-manager.ts';
import type {
  Arguments,
  Body,
  CommandName,
  ConfigureArguments,
  EngineEvent,
} from '../../protocol/commands.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import type { EventMessage, Hello } from '../../protocol/messages.ts';
import { deferred } from '../util/deferred.ts';
import { settlesWithin } from '../util/time.ts';
import { DEFAULT_LIMIT } from './backend.ts';
import { type Peer, PeerBackend, type Trace } from './peer-backend.ts';

/** How long a program may take from its start to the first word of its launcher. A shell with a slow profile is in it. */
const HANDSHAKE_LIMIT_MS = 30_000;
/** How long the last words of a connection may take once the process is gone. */
const LAST_WORDS_LIMIT_MS = 1000;

/** The engine in the program's own process, behind a private channel. `listen`, start the program, `open`. */
export class ExternalProcessBackend extends PeerBackend {
  readonly #log: (line: string) => void;
  readonly #manager: IpcManager;
  readonly #hello = deferred<Hello>();
  readonly #exit = deferred<number>();

  constructor(log: (line: string) => void, trace?: Trace) {
    super(trace);
    this.#log = log;
    this.#manager = new IpcManager({ onStranger: (reason) => log(`turned away: ${reason.text}`) });
  }

  /** Who answered; rejects when nobody did. */
  get hello(): Promise<Hello> {
    return this.#hello.promise;
  }

  /** The exit code as the program's own launcher reports it, where it was asked to. May never settle. */
  get exitReport(): Promise<number> {
    return this.#exit.promise;
  }

  listen(): Promise<Listening> {
    return this.#manager.listen({ transport: 'auto' });
  }

  /**
   * Resolves once the engine is configured and the requests that waited are on their way; rejects when the backend
   * closes before. Without a configuration there will be no debugging, only a program that is held until `ready`.
   */
  async open(configuration: ConfigureArguments | undefined): Promise<void> {
    try {
      const { connection, hello } = await this.#manager.accept(HANDSHAKE_LIMIT_MS);
      this.#hello.resolve(hello);
      const sender = new CommandSender(connection);
      sender.onEvent((message) => this.#receive(message));
      connection.onClose((reason) => this.close(errors.backendLost(reason.message)));
      const peer = peerOf(sender);
      if (configuration) await this.ask(peer, 'configure', configuration, DEFAULT_LIMIT);
      this.connected(peer);
    } catch (thrown) {
      const reason = TandemError.from(thrown);
      this.close(
        reason.code === 'ipc.acceptTimeout' ? errors.noHandshake(HANDSHAKE_LIMIT_MS / 1000) : reason,
      );
      throw await this.closed;
    }
  }

  override close(reason: TandemError): void {
    super.close(reason);
    this.#hello.reject(reason);
  }

  /** To be called when the process is gone: waits until what it had sent was read, but not for ever. */
  async drained(): Promise<void> {
    if (this.state === 'connected') await settlesWithin(this.closed, LAST_WORDS_LIMIT_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close(errors.sessionEnded());
    await this.#manager[Symbol.asyncDispose]();
  }

  #receive({ event, body, channel = 'debug' }: EventMessage): void {
    if (channel !== 'debug') this.#log(`${channel}: ${event} ${JSON.stringify(body)}`);
    else if (event === 'exited') this.#exit.resolve((body as { exitCode: number }).exitCode);
    else this.emit({ event, body } as EngineEvent);
  }
}

const peerOf = (sender: CommandSender): Peer => ({
  request: <C extends CommandName>(command: C, args: Arguments<C>) =>
    sender.request(command, args) as Promise<Body<C>>,
});
