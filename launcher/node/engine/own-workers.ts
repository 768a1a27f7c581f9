import { SessionChannel } from './session-channel.ts';
import { type WorkerChannel, WorkerDirectory, type WorkerInfo } from './worker-channel.ts';

export interface Claim {
  /** The end of the worker's title, unique in this process. */
  readonly title: string;
  onAttached(channel: WorkerChannel): void;
  onEnded(channel: WorkerChannel): void;
}

/**
 * The workers of this process that are debugged from this very thread, each by the one that has claimed it; every other
 * worker is let go in the tick in which it is reported.
 *
 * One inspector session serves all: any that follows workers attaches to each there is. To a worker that is evaluating,
 * that is a message past the gate of its own debugger, after which it may hear nothing any more; paused then, it cannot
 * even be ended.
 */
export class OwnWorkers {
  static #shared: OwnWorkers | undefined;
  /** Rejects where there is no following of workers. */
  readonly enabled: Promise<void>;
  readonly #session = SessionChannel.toOwnThread();
  readonly #claims = new Set<Claim>();
  readonly #claimed = new Map<WorkerChannel, Claim>();

  private constructor() {
    const directory = new WorkerDirectory(this.#session, {
      // Workers of other owners start in this process too: none of them may wait for us.
      hold: false,
      accept: (worker) => this.#claimOn(worker) !== undefined,
      onAttached: ({ info }, channel) => {
        const claim = this.#claimOn(info)!;
        this.#claimed.set(channel, claim);
        claim.onAttached(channel);
      },
      onEnded: (channel) => {
        this.#claimed.get(channel)?.onEnded(channel);
        this.#claimed.delete(channel);
      },
    });
    this.#session.onNotification((method, params) => directory.handle(method, params));
    this.enabled = directory.enable();
  }

  /** Make the claim before the worker, so that the worker is seen coming. */
  static claim(claim: Claim): OwnWorkers {
    OwnWorkers.#shared ??= new OwnWorkers();
    OwnWorkers.#shared.#claims.add(claim);
    return OwnWorkers.#shared;
  }

  /** To be called when the worker is gone; one that is not, and was not told to die, is let go. */
  release(claim: Claim): void {
    if (!this.#claims.delete(claim)) return;
    for (const [channel, owner] of this.#claimed) {
      if (owner !== claim) continue;
      channel.close();
      this.#claimed.delete(channel);
    }
    if (this.#claims.size > 0) return;
    OwnWorkers.#shared = undefined;
    this.#session.close();
  }

  #claimOn({ title }: WorkerInfo): Claim | undefined {
    return [...this.#claims].find((claim) => title.endsWith(claim.title));
  }
}
