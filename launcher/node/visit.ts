import { CommandReceiver } from '../../ipc/command-channel.ts';
import type { Connection } from '../../ipc/connection.ts';
import type { Arguments, CommandName, ConfigureArguments } from '../../protocol/commands.ts';
import { errors } from '../../protocol/errors.ts';
import type { Hello } from '../../protocol/messages.ts';
import { Control, raise } from './engine/control-block.ts';
import { Engine } from './engine/engine.ts';
import { SessionChannel } from './engine/session-channel.ts';
import { sayLastWords } from './last-words.ts';
import { takeControl } from './take-control.ts';
import { tellEvents } from './tell-events.ts';

export interface VisitOptions {
  readonly control: Int32Array;
  readonly main: string | undefined;
  readonly hello: Hello;
}

/** A debugger in a program that runs: an engine of its own, from when it has come until nothing of it is left. */
export class Visit {
  /** Resolves when nothing of it is left in the program. */
  readonly over: Promise<void>;
  readonly #control: Int32Array;
  readonly #connection: Connection;
  readonly #engine: Engine;
  readonly #session = SessionChannel.toMainThread();
  readonly #receiver: CommandReceiver;
  #mayRelease = false;
  #isLeaving = false;

  constructor(connection: Connection, { control, main, hello }: VisitOptions) {
    this.#control = control;
    this.#connection = connection;
    let leave: () => void;
    this.over = new Promise((resolve) => {
      leave = resolve;
    });
    const engine = new Engine({
      main,
      hearsConsole: true,
      // One that is held stays so until a debugger is ready, however many come and go before.
      release: () => {
        if (this.#mayRelease) raise(control, Control.released);
      },
      detached: () => {
        this.#session.close();
        leave();
        // Behind the answer to whoever has asked for it.
        setImmediate(() => void connection.close());
      },
    });
    this.#engine = engine;
    const underControl = takeControl(engine, this.#session, control);
    this.#receiver = new CommandReceiver(connection, async (command, args) => {
      await underControl;
      if (command === 'ready') this.#mayRelease = true;
      if (command === 'detach') this.#isLeaving = true;
      const asked = command === 'configure' ? this.#configuration(args as ConfigureArguments) : args;
      return engine.request(command as CommandName, asked as Arguments<CommandName>);
    });
    this.#receiver.emit('hello', hello);
    tellEvents(engine, this.#receiver);
    connection.onClose(() => {
      this.#isLeaving = true;
      // What has not been seen yet cannot be let go of.
      void underControl.catch(() => {}).then(() => engine.detach());
    });
  }

  /** It is on its way out: the next one need not wait long. */
  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** To be called when the program is about to exit: resolves when the debugger has been told, and is out of its way. */
  async end(exitCode: number): Promise<void> {
    await this.#engine.caughtUp();
    this.#receiver.emit('exited', { exitCode });
    await sayLastWords(this.#receiver, this.#connection);
    this.#session.close();
    // Nobody is to wait for us to come back.
    await this.#connection.close();
  }

  /** In a program that runs there is no first line to stop at. */
  #configuration(args: ConfigureArguments): ConfigureArguments {
    const runs = Atomics.load(this.#control, Control.released) === 1;
    return runs ? { ...args, stopOnEntry: false } : args;
  }
}

/** Says no to a debugger that has come while another is in. */
export async function sayOccupied(connection: Connection): Promise<void> {
  new CommandReceiver(connection, () => {}).emit('refused', errors.attachOccupied().toJSON());
  await connection.close();
}
