import { timeLimit } from '../../../ipc/time-limit.ts';

/** Waits for something to become true that only changes when `happened` is called. */
export class Changes {
  readonly #looks = new Set<() => void>();

  happened(): void {
    for (const look of [...this.#looks]) look();
  }

  /** True as soon as the condition holds: it is looked at now, and in each change as it happens. False after `ms`. */
  until(condition: () => boolean, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (holds: boolean): void => {
        limit[Symbol.dispose]();
        this.#looks.delete(look);
        resolve(holds);
      };
      const look = (): void => {
        if (condition()) settle(true);
      };
      const limit = timeLimit(ms, () => settle(false));
      this.#looks.add(look);
      look();
    });
  }
}
