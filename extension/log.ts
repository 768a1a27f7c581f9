import * as vscode from 'vscode';
import type { LogLevel } from '../adapter/util/log-line.ts';
import { loadTrouble } from './load-trouble.ts';
import { Ring } from './ring.ts';

/** A line, or how to make it, which is asked for only where it is read. */
export type Line = string | (() => string);

/** Whoever has something to say of itself, at the levels of the editor's logs. */
export interface Logger {
  log(level: LogLevel, line: Line): void;
  isOn(level: LogLevel): boolean;
}

/** So many lines are kept for a report, whatever the channel has. */
const KEPT = 200;
/** Characters. What is said to a program and by it may be as long as its variables. */
const LONGEST_TRACE = 600;

/** Nobody should wait for a program because of what is logged of its start. In milliseconds. */
const PATIENCE_MS = 1000;
const URGENT: ReadonlySet<LogLevel> = new Set(['warn', 'error']);

const RANKS = {
  trace: vscode.LogLevel.Trace,
  debug: vscode.LogLevel.Debug,
  info: vscode.LogLevel.Info,
  warn: vscode.LogLevel.Warning,
  error: vscode.LogLevel.Error,
} as const satisfies Record<LogLevel, vscode.LogLevel>;

/**
 * The output channel "Tandem", which does not exist until there is something to say or someone looks. Its level is the
 * user's (*Developer: Set Log Level…*). What looks like a secret is hidden in every line.
 */
export class Log implements Logger, vscode.Disposable {
  readonly #recent = new Ring<string>(KEPT);
  #channel: vscode.LogOutputChannel | undefined;
  #redact: ((text: string) => string) | undefined;
  /** What was said before there was time to read what hides secrets. */
  #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sessions = 0;

  info(line: Line): void {
    this.log('info', line);
  }

  error(line: Line): void {
    this.log('error', line);
  }

  isOn(level: LogLevel): boolean {
    const { logLevel } = this.#open();
    return logLevel !== vscode.LogLevel.Off && logLevel <= RANKS[level];
  }

  log(level: LogLevel, line: Line): void {
    if (this.isOn(level)) this.#write(level, level, line);
  }

  /** What is said of one session, told apart from all others by its number. */
  forSession({ name, configuration }: vscode.DebugSession): Logger {
    this.#sessions += 1;
    const prefix = `[${this.#sessions} ${name}] `;
    const isTraced = configuration.trace === true;
    return {
      isOn: (level) => isTraced || this.isOn(level),
      log: (level, line) => {
        // A launch setting asks for this one session, whatever is asked for of all.
        if (this.isOn(level)) this.#write(level, level, line, prefix);
        else if (isTraced) this.#write('info', level, line, `${prefix}${level}: `);
      },
    };
  }

  /** The last lines, oldest first. */
  get recent(): readonly string[] {
    this.#catchUp();
    return [...this.#recent];
  }

  show(): void {
    this.#catchUp();
    this.#open().show();
  }

  dispose(): void {
    this.#catchUp();
    this.#channel?.dispose();
  }

  #write(channel: LogLevel, level: LogLevel, line: Line, prefix = ''): void {
    const text = prefix + (typeof line === 'string' ? line : line());
    const whole = tame(level === 'trace' ? cut(text) : text);
    const at = new Date().toISOString();
    this.#waiting.push(() => {
      const told = this.#redact!(whole);
      // Values of the program are in these, and nobody reports more of them than they have seen.
      if (level !== 'trace') this.#recent.push(`${at} [${level}] ${told}`);
      this.#open()[channel](told);
    });
    if (this.#redact || URGENT.has(level)) this.#catchUp();
    else this.#timer ??= setTimeout(() => this.#catchUp(), PATIENCE_MS);
  }

  #catchUp(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    this.#redact ??= loadTrouble().hideSecrets();
    for (const write of this.#waiting.splice(0)) write();
  }

  #open(): vscode.LogOutputChannel {
    this.#channel ??= vscode.window.createOutputChannel('Tandem', { log: true });
    return this.#channel;
  }
}

const cut = (text: string): string =>
  text.length > LONGEST_TRACE ? `${text.slice(0, LONGEST_TRACE)}… (${text.length} characters)` : text;

/** Of what a name or a message of others brings with it, nothing looks like a line of ours. */
const tame = (text: string): string => text.replaceAll(/\r\n?|\n/g, '\n    ');
