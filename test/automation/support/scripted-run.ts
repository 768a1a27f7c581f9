import type { ClientEvents } from '../../../adapter/session/client.ts';
import { deferred } from '../../../adapter/util/deferred.ts';
import { Emitter } from '../../../adapter/util/emitter.ts';
import type { Run } from '../../../automation/tasks/host.ts';

/** A debug run that says what a test wants it to say. */
export class ScriptedRun implements Run {
  readonly name = 'F5';
  readonly configuration = { type: 'tandem', request: 'launch', program: '/app.js' };
  readonly #events = new Emitter<{ event: string; body: unknown }>();
  readonly parent: Run | undefined;
  readonly #ended = deferred();
  readonly ended = this.#ended.promise;
  isStopping = false;
  /** What was asked of it. */
  readonly requests: string[] = [];

  constructor(parent?: Run) {
    this.parent = parent;
  }

  /** What it answers next, where that is no success at once. */
  answer: (command: string) => Promise<void> = async () => {};

  async request(command: string): Promise<never> {
    this.requests.push(command);
    await this.answer(command);
    return { stackFrames: [], totalFrames: 0, threads: [] } as never;
  }

  on<E extends keyof ClientEvents>(event: E, listener: (body: ClientEvents[E]) => void): Disposable {
    return this.#events.on((told) => {
      if (told.event === event) listener(told.body as ClientEvents[E]);
    });
  }

  onAny(listener: (event: string, body: unknown) => void): Disposable {
    return this.#events.on(({ event, body }) => listener(event, body));
  }

  stop(): void {
    this.isStopping = true;
    this.end();
  }

  async restart(): Promise<void> {
    await this.request('restart');
  }

  say<E extends keyof ClientEvents>(event: E, body: ClientEvents[E]): void {
    this.#events.emit({ event, body });
  }

  end(exitCode?: number): void {
    if (exitCode !== undefined) this.say('exited', { exitCode });
    this.say('terminated', undefined);
    // The editor ends every session, also one that has ended by itself.
    this.isStopping = true;
    this.#ended.resolve();
  }
}
