import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline';
import type { History } from './history.ts';

export interface TerminalOptions {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly prompt: string;
  readonly history: History;
  readonly complete: (line: string) => Promise<[candidates: string[], part: string]>;
  readonly onLine: (line: string) => void;
  /** Whether what is typed now is a command. Otherwise it is for the program. */
  readonly isCommand: () => boolean;
  /** Ctrl-C. */
  readonly onInterrupt: () => void;
  /** Ctrl-D on an empty line; `gone` when the terminal itself is. */
  readonly onEnd: (gone: boolean) => void;
}

/** Characters of a program's unfinished line that are kept in mind. */
const TAIL_LIMIT = 500;

/**
 * A terminal shared by a prompt and a program. What either writes goes above the row that is being typed, which is drawn
 * again below. While there is no prompt, the program's unfinished line ("Your name? ") takes its place, so that editing
 * what one answers does not wipe out the question.
 */
export class Terminal {
  readonly #options: TerminalOptions;
  #readline: Interface;
  #prompting = false;
  #closed = false;
  #tail = '';
  #remembered: readonly string[];

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#remembered = options.history.lines;
    this.#readline = this.#open();
  }

  get atPrompt(): boolean {
    return this.#prompting;
  }

  /** True while something is typed that is not entered yet. */
  get hasInput(): boolean {
    return this.#readline.line.length > 0;
  }

  clearInput(): void {
    this.#readline.write(null, { ctrl: true, name: 'e' });
    this.#readline.write(null, { ctrl: true, name: 'u' });
  }

  prompt(): void {
    this.#breakLine();
    this.#prompting = true;
    this.#readline.setPrompt(this.#options.prompt);
    this.#readline.prompt(true);
  }

  /** Nothing is asked any more: on an empty line, what is written goes where the cursor is. */
  leavePrompt(): void {
    this.#prompting = false;
    this.#tail = '';
    this.#readline.setPrompt('');
  }

  /** A message of ours, on lines of its own. */
  print(text: string): void {
    this.#above(() => {
      this.#breakLine();
      this.#options.output.write(text.endsWith('\n') ? text : `${text}\n`);
    });
  }

  /** Output of the program, as it comes. */
  write(text: string): void {
    this.#above(() => {
      const { output } = this.#options;
      if (this.#prompting) {
        output.write(text.endsWith('\n') ? text : `${text}\n`);
        return;
      }
      output.write(this.hasInput ? this.#tail + text : text);
      this.#tail = lastLine(this.#tail + text);
      this.#readline.setPrompt(this.#tail);
    });
  }

  close(): void {
    this.#closed = true;
    if (!this.#prompting) this.#breakLine();
    this.#readline.close();
  }

  #above(write: () => void): void {
    const row = this.#prompting || this.hasInput;
    if (row) this.#erase();
    write();
    if (row) this.#readline.prompt(true);
  }

  #erase(): void {
    const { output } = this.#options;
    moveCursor(output, 0, -this.#readline.getCursorPos().rows);
    cursorTo(output, 0);
    clearScreenDown(output);
    // Readline remembers on how many rows it has drawn, and would move up that many more before it draws again.
    Object.assign(this.#readline, { prevRows: 0 });
  }

  #breakLine(): void {
    if (this.#tail === '') return;
    this.#tail = '';
    if (!this.#prompting) {
      this.#readline.setPrompt('');
      this.#options.output.write('\n');
    }
  }

  #open(): Interface {
    const { input, output, history, complete, isCommand, onLine, onInterrupt } = this.#options;
    const readline = createInterface({
      input,
      output,
      terminal: true,
      prompt: '',
      history: [...this.#remembered],
      historySize: history.limit,
      removeHistoryDuplicates: true,
      completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
        const nothing: [string[], string] = [[], line];
        if (!isCommand()) return done(null, nothing);
        complete(line).then(
          (result) => done(null, result),
          () => done(null, nothing),
        );
      },
    });
    // What is typed for the program, a password perhaps, is no command to remember.
    readline.on('history', (lines) => {
      if (isCommand()) this.#remembered = [...lines];
      else lines.splice(0, lines.length, ...this.#remembered);
    });
    readline.on('line', (line) => {
      // Until there is something to ask again, nothing is asked.
      this.leavePrompt();
      if (isCommand() && line.trim() !== '') history.add(line);
      onLine(line);
    });
    readline.on('SIGINT', onInterrupt);
    readline.on('close', () => this.#ended());
    return readline;
  }

  /** Readline is over when Ctrl-D is pressed. The terminal is not. */
  #ended(): void {
    if (this.#closed) return;
    const { input, output, onEnd } = this.#options;
    if (this.#prompting) output.write('\n');
    const gone = input.readableEnded || input.destroyed;
    if (!gone) this.#readline = this.#open();
    onEnd(gone);
  }
}

/** What stands on the cursor's line when this was written. */
const lastLine = (text: string): string => (/[^\r\n]*$/.exec(text)?.[0] ?? '').slice(-TAIL_LIMIT);
