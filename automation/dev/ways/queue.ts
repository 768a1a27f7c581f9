import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import { DEFAULT_MAX_PAYLOAD } from '../../../protocol/frame.ts';
import { Turns } from '../turns.ts';
import type { Open, Way } from './way.ts';

/** What a directory's watcher has missed is found after so many milliseconds. */
const LOOK_AGAIN_MS = 1000;
/** How long a file may be incomplete, in milliseconds: not everybody writes it elsewhere and moves it here. */
const WRITING_MS = 1000;
/** So many messages that nobody has taken, and the client counts as being behind. */
const MAX_UNREAD = 2000;

/** A name that begins with a dot is one of a file that is being written. */
const isMessage = (name: string): boolean => name.endsWith('.json') && !name.startsWith('.');

/**
 * Serves one session after the other over two directories, with a file for each message. Files are taken in the order of
 * their names, and removed by whoever has read them.
 */
export function serveQueue(inPath: string, outPath: string, open: Open): Way {
  for (const path of [inPath, outPath]) mkdirSync(path, { recursive: true, mode: 0o700 });
  const output = new Outbox(outPath);
  const turns = new Turns(() => {
    output.clear();
    return open(output, () => 'file queue');
  });
  const look = (): void => takeMessages(inPath, turns);
  const stopWatching = watching(inPath, look);
  const timer = setInterval(() => {
    look();
    output.look();
  }, LOOK_AGAIN_MS).unref();
  look();
  return {
    close() {
      clearInterval(timer);
      stopWatching();
      output.close();
    },
  };
}

/** The system may have no watcher left to give: then it is looked from time to time. */
function watching(directory: string, listener: () => void): () => void {
  try {
    const watcher = watch(directory, listener).on('error', () => {});
    return () => watcher.close();
  } catch {
    return () => {};
  }
}

function takeMessages(directory: string, turns: Turns): void {
  for (const name of messagesIn(directory)) {
    const path = join(directory, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found?.isFile()) continue;
    if (found.size > DEFAULT_MAX_PAYLOAD) turns.refuse(errors.frameTooLong(found.size, DEFAULT_MAX_PAYLOAD));
    else {
      const json = readFileSync(path, 'utf8');
      // It is looked at again when there is more of it, or after a while. What is behind it waits: it comes later.
      if (!isJson(json) && Date.now() - found.mtimeMs < WRITING_MS) return;
      turns.receive(json);
    }
    rmSync(path, { force: true });
  }
}

/** None, when somebody has taken the directory away. */
function messagesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter(isMessage).sort();
  } catch {
    return [];
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The messages of a client who takes them one by one, as files whose names are in their order. */
class Outbox {
  readonly #directory: string;
  readonly #stopWatching: () => void;
  #number = 0;
  #waiting: (() => void)[] = [];

  constructor(directory: string) {
    this.#directory = directory;
    this.#stopWatching = watching(directory, () => this.look());
  }

  async send(json: string): Promise<void> {
    this.#number += 1;
    const name = `${String(this.#number).padStart(8, '0')}.json`;
    const draft = join(this.#directory, `.${name}`);
    try {
      writeFileSync(draft, json, { mode: 0o600 });
      renameSync(draft, join(this.#directory, name));
    } catch {
      // Somebody has taken the directory away: there is nobody who reads.
      return;
    }
    // Not looked at for each.
    if (this.#number % (MAX_UNREAD / 2) !== 0 || this.#hasRoom()) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Whether there is room again. */
  look(): void {
    if (this.#waiting.length === 0 || !this.#hasRoom()) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Nobody takes any more what was said to a client who is gone. */
  clear(): void {
    for (const name of messagesIn(this.#directory)) rmSync(join(this.#directory, name), { force: true });
  }

  close(): void {
    this.#stopWatching();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #hasRoom(): boolean {
    return messagesIn(this.#directory).length < MAX_UNREAD;
  }
}
