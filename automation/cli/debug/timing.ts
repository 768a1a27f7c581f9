import type { DapClient } from '../../dap/dap-client.ts';
import { DEFAULT_LIMITS } from '../../session/limits.ts';
import { localVariables } from '../../session/locals.ts';
import { programStack } from '../../session/stop.ts';

/** What a run has cost, in milliseconds; null for what it did not come to. */
export interface Costs {
  /** From the first request of the session to the first `stopped` event. */
  readonly firstStop: number | null;
  /** Stack, scopes and variables of the first stop. */
  readonly inspection: number | null;
  /** A step over, from the request to the `stopped` event. */
  readonly step: number | null;
}

type Phase = 'starting' | 'stopped' | 'stepping' | 'done';

/** Measures a run at its first stop, from where it takes one step. */
export class Timing {
  #phase: Phase = 'starting';
  #since = performance.now();
  readonly #costs: { -readonly [Name in keyof Costs]: Costs[Name] } = {
    firstStop: null,
    inspection: null,
    step: null,
  };

  get costs(): Costs {
    return this.#costs;
  }

  begin(): void {
    this.#since = performance.now();
  }

  /** To be called in the moment that a `stopped` event arrives. */
  stopped(): void {
    if (this.#phase === 'starting') {
      this.#costs.firstStop = this.#elapsed();
      this.#phase = 'stopped';
    } else if (this.#phase === 'stepping') {
      this.#costs.step = this.#elapsed();
      this.#phase = 'done';
    }
  }

  /** True until the step is ordered that is to be measured. */
  get isAtFirstStop(): boolean {
    return this.#phase === 'stopped';
  }

  async inspect(client: DapClient, threadId: number): Promise<void> {
    this.begin();
    const { frames } = await programStack(client, threadId, { start: 0, count: DEFAULT_LIMITS.frames });
    await localVariables(client, frames[0], DEFAULT_LIMITS);
    this.#costs.inspection = this.#elapsed();
  }

  beginStep(): void {
    this.#phase = 'stepping';
    this.begin();
  }

  #elapsed(): number {
    return Math.round((performance.now() - this.#since) * 100) / 100;
  }
}
