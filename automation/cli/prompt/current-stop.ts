import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Stop } from '../../session/stop.ts';

/** The stop that the prompt is about, and the frame of it that commands refer to. */
export class CurrentStop {
  readonly stop: Stop;
  /** The line that `list` goes on from, once it has listed. */
  listedTo: number | undefined;
  #selected = 0;

  constructor(stop: Stop) {
    this.stop = stop;
  }

  get selected(): number {
    return this.#selected;
  }

  /** Undefined for a stop without a stack. */
  get frame(): DebugProtocol.StackFrame | undefined {
    return this.stop.stack[this.#selected];
  }

  /** Moves towards the callers, or back; labels between calls are passed over. False when there is no frame there. */
  move(direction: 1 | -1): boolean {
    let index = this.#selected + direction;
    while (this.stop.stack[index]?.presentationHint === 'label') index += direction;
    if (!this.stop.stack[index]) return false;
    this.#selected = index;
    this.listedTo = undefined;
    return true;
  }
}
