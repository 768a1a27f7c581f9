import type { TandemError } from '../../../protocol/errors.ts';
import type { DapClient } from '../../dap/dap-client.ts';
import { BreakpointList } from '../../session/breakpoint-list.ts';
import { type Start, tryStart } from '../../session/start-program.ts';
import { onInterrupt } from '../debug/interrupts.ts';
import { EXIT, exitCodeOf, exitCodeOfSignal } from '../exit-code.ts';
import { painter, widthOf } from '../render/style.ts';
import { completeLine } from './completion.ts';
import type { CurrentStop } from './current-stop.ts';
import { fileHistory } from './history.ts';
import { Interpreter } from './interpreter.ts';
import type { Desk } from './prompt-command.ts';
import { RunControl } from './run-control.ts';
import { Terminal } from './terminal.ts';
import { Voice } from './voice.ts';

/** A program debugged by somebody at a terminal: a prompt at each stop, and the program's own terminal in between. */
export class PromptSession {
  readonly #client: DapClient;
  readonly #breakpoints: BreakpointList;
  readonly #terminal: Terminal;
  readonly #voice: Voice;
  readonly #control: RunControl;
  readonly #interpreter = new Interpreter();
  /** Lines that were entered faster than they could be carried out. */
  readonly #lines: string[] = [];
  #program = '';
  /** The program was found running, and runs on when the user leaves. */
  #leaves = false;
  #busy = false;
  /** Ctrl-C was pressed, and what it asked for has not come yet. */
  #interrupted = false;
  #exitCode: number | undefined;
  /** The exit code of a session that the user has given up. */
  #left: number | undefined;

  constructor(client: DapClient) {
    const { stdin, stdout } = process;
    const paint = painter(stdout);
    this.#client = client;
    this.#breakpoints = new BreakpointList(client, (breakpoint) =>
      this.#voice.breakpoint(breakpoint, this.#control.current !== undefined),
    );
    this.#control = new RunControl(client, {
      onStop: () => void this.#advance(),
      onRun: () => this.#terminal.leavePrompt(),
    });
    this.#terminal = new Terminal({
      input: stdin,
      output: stdout,
      prompt: paint('accent', 'tandem> '),
      history: fileHistory(),
      complete: (line) => completeLine(line, { client, current: this.#control.current }),
      isCommand: () => this.#control.current !== undefined,
      onLine: (line) => this.#entered(line),
      onInterrupt: () => void this.#interrupt(),
      onEnd: (gone) => this.#endOfInput(gone),
    });
    this.#voice = new Voice(this.#terminal, {
      paint,
      get width() {
        return widthOf(stdout);
      },
    });
  }

  /** Resolves with the exit code: the program's, 0 when the user has left, or one of {@link EXIT}. */
  async run(start: Start): Promise<number> {
    const client = this.#client;
    this.#program = String(start.configuration.program ?? '');
    this.#leaves = start.configuration.request === 'attach';
    client.on('process', ({ name }) => {
      if (!this.#leaves) return;
      this.#program = name;
      this.#voice.print(`Attached to ${name}. Ctrl-C pauses it, Ctrl-D leaves it.`);
    });
    using _interrupts = onInterrupt((signal) => this.#leave(exitCodeOfSignal(signal)));
    client.on('output', (output) => this.#voice.output(output));
    client.on('exited', ({ exitCode }) => {
      this.#exitCode = exitCode;
    });
    const failure = await tryStart(client, this.#breakpoints, start);
    await client.ended;
    this.#control.run();
    const exitCode = this.#left ?? this.#conclude(failure);
    this.#terminal.close();
    return exitCode;
  }

  #conclude(failure: TandemError | undefined): number {
    const exitCode = this.#exitCode;
    if (failure) {
      this.#voice.failure(failure);
      return exitCodeOf(failure);
    }
    if (exitCode !== undefined) this.#voice.end(exitCode, this.#breakpoints.all);
    return exitCode ?? EXIT.notStarted;
  }

  /** Goes on with whatever is due: a stop to show, a line that was entered; then asks for the next one. */
  async #advance(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    // What comes while the last piece of work ends must be seen: nothing may be awaited between this look and the end.
    while (this.#control.current ? this.#lines.length > 0 : this.#control.isWaiting) await this.#doNext();
    this.#busy = false;
    if (this.#control.current && this.#left === undefined) this.#terminal.prompt();
  }

  async #doNext(): Promise<void> {
    const { current } = this.#control;
    try {
      if (current) await this.#interpreter.carryOut(this.#lines.shift()!, this.#desk(current));
      else this.#voice.stop((await this.#control.next()).stop);
    } catch (error) {
      this.#voice.error(error);
    }
    if (!current) this.#interrupted = false;
  }

  #desk(current: CurrentStop): Desk {
    return {
      client: this.#client,
      breakpoints: this.#breakpoints,
      canvas: this.#voice.canvas,
      current,
      program: this.#program,
      print: (text) => this.#voice.print(text),
      resume: (how) => this.#control.resume(how),
      restart: () => this.#control.restart(),
      quit: () => this.#leave(EXIT.ok),
    };
  }

  #entered(line: string): void {
    if (this.#control.current) {
      this.#lines.push(line);
      // Not at once: of several lines that were pasted, all are commands, also when the first lets the program run.
      setImmediate(() => void this.#advance());
    } else this.#toProgram({ text: `${line}\n` });
  }

  #endOfInput(gone: boolean): void {
    if (gone || this.#leaves || this.#control.current) this.#leave(EXIT.ok);
    else this.#toProgram({ end: true });
  }

  #toProgram(input: { text: string } | { end: true }): void {
    this.#client.request('tandem.stdin', input).catch((error) => this.#voice.error(error));
  }

  /** Once to pause a running program, or to clear the line; again to end it all. */
  async #interrupt(): Promise<void> {
    if (this.#terminal.atPrompt && this.#terminal.hasInput) return this.#terminal.clearInput();
    if (this.#interrupted) return this.#leave(exitCodeOfSignal('SIGINT'));
    this.#interrupted = true;
    const ends = this.#leaves ? 'leaves' : 'ends';
    if (this.#control.current) return this.#voice.print(`Ctrl-C again, or "quit", ${ends} the program.`);
    this.#voice.print(`Pausing where the program runs next… Ctrl-C again ${ends} it.`);
    await this.#control.pause().catch((error) => this.#voice.error(error));
  }

  #leave(exitCode: number): void {
    this.#left ??= exitCode;
    this.#control.run();
    this.#client.dispose();
  }
}
