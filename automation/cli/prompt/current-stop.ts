import type { Frame } from '../../../protocol/tasks/stop.ts';
import type { SeenStop } from '../../session/stop.ts';

/** The stop that the prompt is about, and the frame of it that commands refer to. */
export class CurrentStop {
  readonly stop: SeenStop;
  /** The line that `list` goes on from, once it has listed. */
  listedTo: number | undefined;
  #selected = 0;

  constructor(stop: SeenStop) {
    this.stop = stop;
  }

  get selected(): number {
    return this.#selected;
  }

  /** Undefined for a stop without a stack. */
  get frame(): Frame | undefined {
    return this.stop.stack[this.#selected];
  }

  /** Moves towards the callers, or back; labels between calls are passed over. False when there is no frame there. */
  move(direction: 1 | -1): boolean {
    let index = this.#selected + direction;
    while (this.stop.stack[index]?.label) index += direction;
    if (!this.stop.stack[index]) return false;
    this.#selected = index;
    this.listedTo = undefined;
    return true;
  }
}
