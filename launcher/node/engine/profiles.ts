import type { Arguments, Body, ProfileKind } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { urlOfPath } from './paths.ts';
import { position } from './positions.ts';
import { checkWritable, ProfileFile } from './profile-file.ts';
import type { Scripts } from './scripts.ts';
import type { Thread } from './thread.ts';

type CallFrame = Protocol.Runtime.CallFrame;
type Node<T> = { callFrame: CallFrame; children?: T[] };

/** How V8 takes each kind of profile, and how its result becomes a file that every viewer knows. */
interface Recorder {
  start(thread: Thread): Promise<void>;
  stop(thread: Thread): Promise<object>;
}

const recorders: Readonly<Record<ProfileKind, Recorder>> = {
  cpu: {
    async start({ channel }) {
      await channel.post('Profiler.enable');
      await channel.post('Profiler.start');
    },
    async stop({ channel, scripts }) {
      const { profile } = await channel.post('Profiler.stop');
      await channel.post('Profiler.disable');
      await readMaps(scripts, profile.nodes);
      for (const node of profile.nodes) mapNode(scripts, node);
      return profile;
    },
  },
  'heap-sampling': {
    async start({ channel }) {
      await channel.post('HeapProfiler.enable');
      await channel.post('HeapProfiler.startSampling');
    },
    async stop({ channel, scripts }) {
      const { profile } = await channel.post('HeapProfiler.stopSampling');
      await channel.post('HeapProfiler.disable');
      const nodes = flatten(profile.head);
      await readMaps(scripts, nodes);
      for (const node of nodes) mapNode(scripts, node);
      return profile;
    },
  },
};

/** Recordings of where time and memory go. They are written by the process that the engine is in: large as they are, none travels. */
export class Profiles {
  readonly #context: EngineContext;
  readonly #recording = new Map<Thread, Set<ProfileKind>>();
  readonly #snapshots = new Map<Thread, ProfileFile>();

  constructor(context: EngineContext) {
    this.#context = context;
  }

  async start({ kind, threadId }: Arguments<'startProfile'>): Promise<Body<'startProfile'>> {
    const recorder = recorderFor(kind);
    const thread = this.#thread(threadId);
    const kinds = this.#recording.get(thread) ?? new Set();
    if (kinds.has(kind)) throw errors.profileRunning(kind);
    this.#recording.set(thread, kinds.add(kind));
    try {
      await recorder.start(thread);
    } catch (error) {
      kinds.delete(kind);
      throw error;
    }
    return {};
  }

  /** A file that cannot be written leaves the recording as it is: it can be asked for elsewhere. */
  async stop({ kind, threadId, path }: Arguments<'stopProfile'>): Promise<Body<'stopProfile'>> {
    const recorder = recorderFor(kind);
    const thread = this.#thread(threadId);
    const kinds = this.#recording.get(thread);
    if (!kinds?.has(kind)) throw errors.profileNotRunning(kind);
    await checkWritable(path);
    kinds.delete(kind);
    const profile = await recorder.stop(thread);
    const file = await ProfileFile.create(path);
    file.write(JSON.stringify(profile));
    await file.end();
    return { path };
  }

  async snapshot({ threadId, path }: Arguments<'heapSnapshot'>): Promise<Body<'heapSnapshot'>> {
    const thread = this.#thread(threadId);
    if (this.#snapshots.has(thread)) throw errors.profileRunning('heap snapshot');
    const file = await ProfileFile.create(path);
    this.#snapshots.set(thread, file);
    try {
      await thread.channel.post('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    } catch (error) {
      await file.discard();
      throw error;
    } finally {
      this.#snapshots.delete(thread);
    }
    await file.end();
    return { path };
  }

  /** A piece of the snapshot that is being taken of a thread. */
  chunk(thread: Thread, text: string): void {
    this.#snapshots.get(thread)?.write(text);
  }

  #thread(id: number | undefined): Thread {
    const { threads } = this.#context;
    const thread = id === undefined ? threads.values().next().value : threads.get(id);
    if (thread) return thread;
    throw id === undefined ? errors.programEnded() : errors.threadUnknown(id);
  }
}

function recorderFor(kind: string): Recorder {
  if (!Object.hasOwn(recorders, kind)) throw errors.profileKindUnknown(kind, Object.keys(recorders));
  return recorders[kind as ProfileKind];
}

const flatten = <T extends Node<T>>(node: T): T[] => [node, ...(node.children ?? []).flatMap(flatten)];

async function readMaps(scripts: Scripts, nodes: readonly { callFrame: CallFrame }[]): Promise<void> {
  const ids = new Set(nodes.map(({ callFrame }) => callFrame.scriptId));
  await Promise.all(
    [...ids].map((id) => {
      const script = scripts.get(id);
      return script && scripts.resolveMap(script);
    }),
  );
}

/** Puts what a source map knows in place of where the compiler has put it: a viewer opens the source that was written. */
function mapNode(
  scripts: Scripts,
  node: { callFrame: CallFrame; positionTicks?: Protocol.Profiler.PositionTickInfo[] },
): void {
  const { scriptId, lineNumber, columnNumber } = node.callFrame;
  const map = scripts.get(scriptId)?.map;
  const original = map?.toOriginal(position(lineNumber, columnNumber));
  if (!map || !original) return;
  const url = urlOfPath(original.source.path);
  node.callFrame = { ...node.callFrame, url, lineNumber: original.line, columnNumber: original.column };
  // Ticks count lines from 1, and may belong to another source that was inlined.
  node.positionTicks = (node.positionTicks ?? []).flatMap(({ line, ticks }) => {
    const at = map.toOriginal(position(line - 1, 0));
    return at?.source === original.source ? [{ line: at.line + 1, ticks }] : [];
  });
}
