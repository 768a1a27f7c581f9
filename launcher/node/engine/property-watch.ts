import type { Protocol } from './inspector-channel.ts';
import { OWN_URL } from './scripts.ts';
import type { Thread } from './thread.ts';

export type Access = 'read' | 'write';

type Pause = Protocol.Debugger.PausedEvent;
type RemoteObject = Protocol.Runtime.RemoteObject;

/** One use of a watched property. */
export interface Touch {
  readonly access: Access;
  /** Absent where telling it would run the program's own getter. */
  readonly before: RemoteObject | undefined;
  readonly after: RemoteObject;
}

/** The own key of an object that is shown by a name: itself, or a symbol. */
export const KEY_IN = `(object, name) =>
  Object.hasOwn(object, name)
    ? name
    : Object.getOwnPropertySymbols(object).find((key) => String(key) === name)`;

/**
 * The program's side of a watch, called on a weak reference to the object: an accessor that stands in for the property
 * and calls `touched`, on whose call the engine has a breakpoint. All that the program can see of it is the property's
 * descriptor; order of keys, enumerability, and what comes of reading and writing stay as they were.
 */
const WATCH = `function (name) {
  const target = this.deref();
  if (target === undefined) return undefined;
  const keyIn = ${KEY_IN};
  let home = target;
  let key;
  while (home !== null && (key = keyIn(home, name)) === undefined) home = Object.getPrototypeOf(home);
  if (home === null) return undefined;

  // What ours stands in for, with the value of the moment.
  let was;
  let reads = false;
  let writes = false;
  const isValue = () => 'value' in was;
  const touched = (access, hasBefore, before, after) => {};

  function get() {
    const value = isValue() ? was.value : Reflect.apply(was.get, this, []);
    if (reads && this === target) touched('read', false, undefined, value);
    // It may have been changed at a stop.
    return isValue() ? was.value : value;
  }
  function set(next) {
    const isTarget = this === target;
    const hasBefore = isValue();
    const before = was.value;
    if (!hasBefore) Reflect.apply(was.set, this, [next]);
    else if (this === home) assign(next);
    else define(this, next, isTarget);
    if (writes && isTarget) touched('write', hasBefore, before, next);
  }
  const refuse = () => { throw new TypeError('Cannot assign to read only property \\'' + String(key) + '\\' of object'); };
  const assign = (next) => {
    if (Object.isFrozen(home)) refuse();
    was.value = next;
  };
  // What an assignment does where the property is inherited.
  const define = (receiver, value, isTarget) => {
    const created = { value, writable: true, enumerable: true, configurable: true };
    if (!Reflect.defineProperty(receiver, key, created)) refuse();
    if (!isTarget) return;
    suspend();
    home = target;
    resume();
  };
  const suspend = () => {
    if (Object.getOwnPropertyDescriptor(home, key)?.get === get) Object.defineProperty(home, key, was);
  };
  const resume = () => {
    const now = Object.getOwnPropertyDescriptor(home, key);
    if (!now?.configurable) return false;
    if (now.get === get) return true;
    was = now;
    const reader = 'value' in now || now.get ? get : undefined;
    const writer = now.writable || now.set ? set : undefined;
    Object.defineProperty(home, key, { get: reader, set: writer, enumerable: now.enumerable, configurable: true });
    return true;
  };
  const observe = (read, write) => { reads = read; writes = write; };
  return { touched, suspend, resume, observe };
}`;

/** Watches one property of one object in the program. While its thread is stopped, the property is as it was. */
export class PropertyWatch {
  readonly thread: Thread;
  readonly #id: string;
  readonly #breakpointId: string;

  /**
   * @param weakReference To the object, in the program.
   * @param number Different for each watch: V8 takes functions of the same text for one.
   * @returns undefined when the object or its property is gone.
   */
  static async place(
    thread: Thread,
    weakReference: string,
    name: string,
    number: number,
  ): Promise<PropertyWatch | undefined> {
    const { channel } = thread;
    const { result } = await channel.post('Runtime.callFunctionOn', {
      objectId: weakReference,
      functionDeclaration: `${WATCH}\n//# sourceURL=${OWN_URL}watch/${number}\n`,
      arguments: [{ value: name }],
      silent: true,
    });
    if (!result.objectId || result.subtype === 'error') return undefined;
    const { result: members } = await channel.post('Runtime.getProperties', {
      objectId: result.objectId,
      ownProperties: true,
    });
    const touched = members.find((member) => member.name === 'touched')?.value?.objectId;
    if (!touched) return undefined;
    const { breakpointId } = await channel.post('Debugger.setBreakpointOnFunctionCall', {
      objectId: touched,
    });
    return new PropertyWatch(thread, result.objectId, breakpointId);
  }

  private constructor(thread: Thread, id: string, breakpointId: string) {
    this.thread = thread;
    this.#id = id;
    this.#breakpointId = breakpointId;
  }

  /** Which uses are told from now on. */
  async observe(accesses: ReadonlySet<Access>): Promise<void> {
    await this.#call('observe', accesses.has('read'), accesses.has('write'));
  }

  /** Makes the property what it was, for as long as the thread is stopped: nobody gets to see ours. */
  async suspend(): Promise<void> {
    await this.#call('suspend');
  }

  /** Watches again; false when the property is gone or can no longer be redefined. */
  async resume(): Promise<boolean> {
    return (await this.#call('resume')) === true;
  }

  async remove(): Promise<void> {
    const { channel } = this.thread;
    await Promise.all([
      this.suspend(),
      channel.post('Debugger.removeBreakpoint', { breakpointId: this.#breakpointId }),
      channel.post('Runtime.releaseObject', { objectId: this.#id }),
    ]);
  }

  /** The use that a pause is about, or undefined when it is about something else. */
  async touch(pause: Pause): Promise<Touch | undefined> {
    const scope = pause.callFrames[0]?.scopeChain[0]?.object.objectId;
    if (!scope || !pause.hitBreakpoints?.includes(this.#breakpointId)) return undefined;
    const { result } = await this.thread.channel.post('Runtime.getProperties', {
      objectId: scope,
      ownProperties: true,
      generatePreview: true,
    });
    const values = new Map(result.map(({ name, value }) => [name, value]));
    return {
      access: values.get('access')?.value as Access,
      before: values.get('hasBefore')?.value === true ? values.get('before') : undefined,
      after: values.get('after') ?? { type: 'undefined' },
    };
  }

  async #call(method: string, ...args: readonly boolean[]): Promise<unknown> {
    const { result } = await this.thread.channel.post('Runtime.callFunctionOn', {
      objectId: this.#id,
      functionDeclaration: 'function (method, ...args) { return this[method](...args); }',
      arguments: [{ value: method }, ...args.map((value) => ({ value }))],
      silent: true,
    });
    return result.value;
  }
}
