import type { ShowAsyncStacks } from '../../../protocol/commands.ts';
import type { Thread } from './thread.ts';

/** Stretches of the past that V8 remembers where the user did not say how many. */
const DEPTH = 32;

/** When a thread comes under control, has its first breakpoint bound, stops for the first time. */
type Moment = 'attached' | 'bound' | 'stopped';

/**
 * Decides when V8 begins to remember which call scheduled what. From then on every `await` costs a hundred times what it
 * did, so by default that is not before somebody has looked at a stack: what waits in `await` is known without it.
 */
export class AsyncStacks {
  readonly #depths: { readonly [M in Moment]?: number | undefined };
  readonly #on = new WeakSet<Thread>();

  constructor(setting: ShowAsyncStacks) {
    if (typeof setting === 'boolean') {
      this.#depths = setting ? { stopped: DEPTH } : {};
    } else {
      const { onAttach: attached, onceBreakpointResolved: bound } = setting;
      this.#depths = { attached, bound, stopped: bound };
    }
  }

  async reached(moment: Moment, thread: Thread): Promise<void> {
    const maxDepth = this.#depths[moment];
    if (maxDepth === undefined || this.#on.has(thread)) return;
    this.#on.add(thread);
    await thread.channel.post('Debugger.setAsyncCallStackDepth', { maxDepth }).catch(() => {
      // The isolate is gone.
    });
  }
}
