import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';
import { WAIT_LIMIT_MS } from '../../support/wait-limit.mts';
import { cleanEnvironment, cliArguments } from './cli.ts';

interface PtyOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Programs that run a command in a pseudo terminal whose other end is their own standard input and output. */
const WRAPPERS: readonly {
  readonly name: string;
  readonly wrap: (command: readonly string[]) => string[];
}[] = [
  {
    name: 'python3',
    wrap: (command) => [
      '-c',
      'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))',
      ...command,
    ],
  },
  // util-linux; the one of macOS takes other arguments, but there is a python3 there.
  { name: 'script', wrap: (command) => ['-qec', command.map(shellQuoted).join(' '), '/dev/null'] },
];

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function findWrapper() {
  const wrapper = WRAPPERS.find(({ name }) => spawnSync(name, ['--version']).status === 0);
  if (!wrapper) {
    throw new Error('The prompt is tested in a pseudo terminal, which takes python3 or util-linux "script".');
  }
  return wrapper;
}

/** The CLI at a terminal: what is typed, and what is seen. */
export class Pty {
  readonly exitCode: Promise<number | null>;
  /** Everything that was written to the terminal. */
  raw = '';
  readonly #child: ChildProcess;
  readonly #waiting = new Set<() => void>();
  #read = 0;
  #ended = false;

  constructor(args: readonly string[], { cwd, env }: PtyOptions = {}) {
    const { name, wrap } = findWrapper();
    this.#child = spawn(name, wrap(cliArguments(args)), { cwd, env: { ...cleanEnvironment(), ...env } });
    onTestFinished(() => void this.#child.kill('SIGKILL'));
    this.#child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.raw += text;
      this.#look();
    });
    this.#child.stdin!.on('error', () => {});
    this.exitCode = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        this.#ended = true;
        this.#look();
        resolve(code);
      });
    });
  }

  /** What a person has read so far, without colours and cursor movements. */
  get text(): string {
    return stripVTControlCharacters(this.raw).replaceAll('\r', '');
  }

  type(text: string): void {
    this.#child.stdin!.write(text);
  }

  /** Waits for the prompt, enters a line, and returns what is written up to the next one (or what `until` says). */
  async enter(line: string, until: RegExp = PROMPT): Promise<string> {
    this.type(`${line}\r`);
    await this.waitFor(line);
    return this.waitFor(until);
  }

  /** Resolves with what was written since the last wait, up to and including what is waited for. */
  waitFor(what: RegExp | string): Promise<string> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(limit);
        this.#waiting.delete(look);
        settle();
      };
      const fail = (why: string): void =>
        finish(() => reject(new Error(`${why}: ${what}. The terminal shows:\n${this.text}`)));
      const look = (): void => {
        const unread = this.text.slice(this.#read);
        const end = endOfMatch(unread, what);
        if (end !== undefined) {
          this.#read += end;
          finish(() => resolve(unread.slice(0, end)));
        } else if (this.#ended) fail('The session ended without');
      };
      const limit = setTimeout(() => fail('Waited in vain for'), WAIT_LIMIT_MS);
      this.#waiting.add(look);
      look();
    });
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }
}

export const PROMPT = /tandem> $/;

function endOfMatch(text: string, what: RegExp | string): number | undefined {
  if (typeof what === 'string') {
    const index = text.indexOf(what);
    return index < 0 ? undefined : index + what.length;
  }
  const match = what.exec(text);
  return match ? match.index + match[0].length : undefined;
}
