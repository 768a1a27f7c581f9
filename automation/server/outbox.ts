import type { ServerMessage } from '../../protocol/tasks/messages.ts';
import type { JsonLines } from '../socket/json-lines.ts';

/** From so many bytes on that one client has not read, it is not told of output, of which nothing is lost by that. */
const LATE = 1024 * 1024;
/** So much is kept for it: of what it has not asked for, from then on; and of answers, before more of them are. */
const LOST = 16 * LATE;
/** So many commands are heard before it is looked at how much there is to read. */
const AT_ONCE = 8;

/** What one client is told, as fast as it reads; what it does not read takes a bounded amount of memory. */
export class Outbox {
  readonly #lines: JsonLines;
  readonly #onLost: (bytes: number) => void;
  /** By task: after which entry of its output nothing was told. Empty while the client reads. */
  readonly #skipped = new Map<string, number>();
  #late = false;
  /** How many commands were begun in this turn of the event loop. */
  #begun = 0;
  /** Bytes that nobody has asked for, since it is late. */
  #unasked = 0;

  constructor(lines: JsonLines, onLost: (bytes: number) => void) {
    this.#lines = lines;
    this.#onLost = onLost;
  }

  /** So much waits for it that nothing large can be added. */
  get isFull(): boolean {
    return this.#lines.queued > LOST;
  }

  /** A command of it is begun. After some, the next is heard when it is known how much those have given it to read. */
  takeTurn(): void {
    this.#begun += 1;
    if (this.#begun === 1) setImmediate(() => this.#endTurn());
    if (this.#begun === AT_ONCE) this.#lines.pause();
  }

  /** What it has asked for, or has to know. */
  sendAnswer(json: string): void {
    this.#lines.write(json);
    this.#watch();
  }

  sendEvent(json: string): void {
    if (this.#late) this.#unasked += json.length;
    if (this.#unasked > LOST) this.#onLost(this.#lines.queued);
    else this.sendAnswer(json);
  }

  /** An entry of a program's output, which can be asked for again. */
  sendOutput(json: string, taskId: string, cursor: number): void {
    if (!this.#late) this.sendAnswer(json);
    else if (!this.#skipped.has(taskId)) this.#skipped.set(taskId, cursor - 1);
  }

  #endTurn(): void {
    const isHeld = this.#begun >= AT_ONCE;
    this.#begun = 0;
    if (isHeld && !this.#late) this.#lines.resume();
  }

  #watch(): void {
    if (this.#late || this.#lines.queued <= LATE) return;
    this.#late = true;
    // What it asks meanwhile waits at its end: more answers would only pile up here.
    this.#lines.pause();
    this.#lines.onceDrained(() => this.#drained());
  }

  #drained(): void {
    this.#late = false;
    this.#unasked = 0;
    const skipped = [...this.#skipped];
    this.#skipped.clear();
    for (const [taskId, cursor] of skipped) {
      const message: ServerMessage = { type: 'OutputSkipped', origin: 'Server', data: { taskId, cursor } };
      this.#lines.write(JSON.stringify(message));
    }
    this.#lines.resume();
  }
}
