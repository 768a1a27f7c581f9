import type { Connection } from '../../ipc/connection.ts';
import type { Accepted } from '../../ipc/ipc-manager.ts';
import type { ConfigureArguments } from '../../protocol/commands.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import type { LogLine } from '../util/log-line.ts';
import { LauncherBackend } from './launcher-backend.ts';
import type { Trace } from './peer-backend.ts';

/** The engine of a program to which there is a connection already: it has come to us by itself, or was joined. */
export class ConnectedBackend extends LauncherBackend {
  readonly #connection: Connection;

  constructor({ connection }: Pick<Accepted, 'connection'>, log: LogLine, trace?: Trace) {
    super(log, trace);
    this.#connection = connection;
    // It may end while it still waits for somebody to debug it.
    connection.onClose((reason) => this.close(errors.backendLost(reason.message)));
  }

  /** Resolves and rejects as `ExternalProcessBackend.open` does. */
  async open(configuration: ConfigureArguments): Promise<void> {
    try {
      await this.configure(this.#connection, configuration);
    } catch (thrown) {
      this.close(TandemError.from(thrown));
      throw await this.closed;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close(errors.sessionEnded());
    await this.#connection.close();
  }
}
