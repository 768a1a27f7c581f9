import { CommandSender } from '../../ipc/command-channel.ts';
import type { Connection } from '../../ipc/connection.ts';
import type {
  Arguments,
  Body,
  CommandName,
  ConfigureArguments,
  EngineEvent,
} from '../../protocol/commands.ts';
import { errors } from '../../protocol/errors.ts';
import type { EventMessage } from '../../protocol/messages.ts';
import { deferred } from '../util/deferred.ts';
import type { LogLine } from '../util/log-line.ts';
import { DEFAULT_LIMIT } from './backend.ts';
import { tellOfLosses } from './loss-notice.ts';
import { type Peer, PeerBackend, type Trace } from './peer-backend.ts';

/** An engine at the far end of a connection that its launcher has made. */
export abstract class LauncherBackend extends PeerBackend {
  readonly #log: LogLine;
  readonly #exit = deferred<number>();
  #isReplaced = false;
  #beforeExit: () => Promise<void> = async () => {};

  constructor(log: LogLine, trace?: Trace) {
    super(trace);
    this.#log = log;
  }

  /** The exit code as the program's own launcher reports it, where it was asked to. May never settle. */
  get exitReport(): Promise<number> {
    return this.#exit.promise;
  }

  /** Its process is becoming another program: the end of this engine is not the end of that. */
  get isReplaced(): boolean {
    return this.#isReplaced;
  }

  /** What has to be done when the program is about to exit, while the engine can still be asked. */
  beforeExit(work: () => Promise<void>): void {
    this.#beforeExit = work;
  }

  /** Without a configuration there will be no debugging, only a program that is held until `ready`. */
  protected async configure(
    connection: Connection,
    configuration: ConfigureArguments | undefined,
  ): Promise<void> {
    const sender = new CommandSender(connection);
    sender.onEvent((message) => this.#receive(message));
    connection.onClose((reason) =>
      this.close(this.#isReplaced ? errors.programReplaced() : errors.backendLost(reason.message)),
    );
    tellOfLosses(connection, (text) =>
      this.emit({ event: 'output', body: { category: 'important', output: `${text}\n` } }),
    );
    const peer = peerOf(sender);
    if (configuration) await this.ask(peer, 'configure', configuration, DEFAULT_LIMIT);
    this.connected(peer);
  }

  async #letExit(): Promise<void> {
    await this.#beforeExit();
    // One that has exited by now needs no leave.
    await this.request('exit', {}).catch(() => {});
  }

  #receive({ event, body, channel = 'debug' }: EventMessage): void {
    if (channel !== 'debug' && channel !== 'output')
      this.#log(`${channel}: ${event} ${JSON.stringify(body)}`, 'debug');
    else if (event === 'exited') this.#exit.resolve((body as { exitCode: number }).exitCode);
    else if (event === 'replacing') this.#isReplaced = (body as { replacing: boolean }).replacing;
    else if (event === 'exiting') void this.#letExit();
    else this.emit({ event, body } as EngineEvent);
  }
}

const peerOf = (sender: CommandSender): Peer => ({
  request: <C extends CommandName>(command: C, args: Arguments<C>) =>
    sender.request(command, args) as Promise<Body<C>>,
});
