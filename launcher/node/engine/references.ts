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
  | GetterContainer
  | RangeContainer;

export interface ObjectContainer {
  readonly kind: 'object';
  readonly thread: Thread;
  readonly objectId: string;
  /** Number of indexed children when the object is an array, a collection, or the like. */
  readonly length: number | undefined;
  /** An expression that leads to it, for watches and copies. */
  readonly evaluateName: string | undefined;
  /** What V8 says that it is. */
  readonly subtype?: string | undefined;
  readonly className?: string | undefined;
  /** It has more properties than V8 puts into a preview: perhaps far more. */
  readonly isWide?: boolean;
  /** It outlives the stop, and so does what is found in it. */
  readonly isLasting?: boolean;
  /** One entry of a map, as an object of its own: the map, and an expression for what it holds. */
  readonly entryOf?: { readonly objectId: string; readonly valueName: string | undefined };
}

/** A property that has to be read by running the program's code. */
export interface GetterContainer {
  readonly kind: 'getter';
  readonly thread: Thread;
  readonly owner: ObjectContainer;
  readonly name: string;
  /** The key itself, where it is a symbol. */
  readonly symbolId: string | undefined;
}

/** A stretch of what is in an object that holds too much to be shown at once. */
export interface RangeContainer {
  readonly kind: 'range';
  readonly of: ObjectContainer;
  /** The number of the object, to which the numbers of what is in it are tied. */
  readonly owner: number;
  readonly list: 'indexed' | 'named';
  readonly start: number;
  readonly count: number;
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
  /** Numbers that die when their thread runs on, each under the name of what it was handed out for, if it has one. */
  readonly #ofPause = new Map<Thread, Map<number | string, number>>();
  #last = 0;

  /** Numbers come after this one. To be set before the first is handed out. */
  set base(base: number) {
    this.#last = base;
  }

  /**
   * @param lasting keeps the number beyond the next resume: for values in the debug console.
   * @param key names what the number stands for: asked for again in the same stop, it gets the same number.
   */
  addContainer(container: Container, thread: Thread, lasting = false, key?: string): number {
    const id = lasting ? ++this.#last : this.#ofStop(thread, key);
    this.#containers.set(id, container);
    return id;
  }

  addFrame(frame: Frame, key?: string): number {
    const id = this.#ofStop(frame.thread, key);
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
    for (const id of this.#ofPause.get(thread)?.values() ?? []) {
      this.#containers.delete(id);
      this.#frames.delete(id);
    }
    this.#ofPause.delete(thread);
  }

  #ofStop(thread: Thread, key: string | undefined): number {
    let ids = this.#ofPause.get(thread);
    if (!ids) {
      ids = new Map();
      this.#ofPause.set(thread, ids);
    }
    const known = key === undefined ? undefined : ids.get(key);
    if (known !== undefined) return known;
    const id = ++this.#last;
    ids.set(key ?? id, id);
    return id;
  }
}
