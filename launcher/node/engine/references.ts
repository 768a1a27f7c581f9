import { errors } from '../../../protocol/errors.ts';
import type { Protocol } from './inspector-channel.ts';
import type { Thread } from './thread.ts';

/** What a `variablesReference` stands for. */
export type Container =
  | ObjectContainer
  | {
      readonly kind: 'scope';
      readonly object: ObjectContainer;
      readonly frame: LiveFrame;
      readonly scopeNumber: number;
    }
  | { readonly kind: 'getter'; readonly thread: Thread; readonly owner: string; readonly name: string };

export interface ObjectContainer {
  readonly kind: 'object';
  readonly thread: Thread;
  readonly objectId: string;
  /** Number of indexed children when the object is an array or the like. */
  readonly length: number | undefined;
  /** An expression that leads to it, for watches and copies. */
  readonly evaluateName: string | undefined;
}

/** What a DAP frame id stands for. */
export interface Frame {
  readonly thread: Thread;
  /** Absent for a call of the past (an async stack): it has no variables any more. */
  readonly call: Protocol.Debugger.CallFrame | undefined;
}

export interface LiveFrame extends Frame {
  readonly call: Protocol.Debugger.CallFrame;
}

/** Numbers handed to the client for things that live in V8. They are unique over all threads. */
export class References {
  readonly #containers = new Map<number, Container>();
  readonly #frames = new Map<number, Frame>();
  /** Numbers that die when their thread runs on. */
  readonly #ofPause = new Map<Thread, number[]>();
  #last = 0;

  /** Numbers come after this one. To be set before the first is handed out. */
  set base(base: number) {
    this.#last = base;
  }

  /** @param lasting keeps the number beyond the next resume: for values in the debug console. */
  addContainer(container: Container, thread: Thread, lasting = false): number {
    const id = this.#next(thread, lasting);
    this.#containers.set(id, container);
    return id;
  }

  addFrame(frame: Frame): number {
    const id = this.#next(frame.thread, false);
    this.#frames.set(id, frame);
    return id;
  }

  container(id: number): Container {
    const container = this.#containers.get(id);
    if (!container) throw errors.referenceStale(id);
    return container;
  }

  frame(id: number): Frame {
    const frame = this.#frames.get(id);
    if (!frame) throw errors.frameStale(id);
    return frame;
  }

  /** A frame in which something can be evaluated. */
  liveFrame(id: number): LiveFrame {
    const frame = this.frame(id);
    if (!frame.call) throw errors.framePast();
    return frame as LiveFrame;
  }

  /** The thread runs on: what was shown of its pause means nothing any more. */
  resumed(thread: Thread): void {
    for (const id of this.#ofPause.get(thread) ?? []) {
      this.#containers.delete(id);
      this.#frames.delete(id);
    }
    this.#ofPause.delete(thread);
  }

  #next(thread: Thread, lasting: boolean): number {
    const id = ++this.#last;
    if (lasting) return id;
    const ids = this.#ofPause.get(thread);
    if (ids) ids.push(id);
    else this.#ofPause.set(thread, [id]);
    return id;
  }
}
