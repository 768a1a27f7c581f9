import { Emitter } from '../../adapter/util/emitter.ts';
import type { Run } from '../../automation/tasks/host.ts';
import type { RunOwners, TaskService } from '../../automation/tasks/service.ts';
import type { Driver } from '../views/model/driver.ts';

/** Who drives the runs of this window from outside, by the names that they have given themselves. */
export class Drivers {
  /** By the ids of callers. Those of who has left are still in what they have started. */
  readonly #names = new Map<string, string>();
  readonly #changes = new Emitter<void>();
  readonly #owners: RunOwners;

  constructor(owners: RunOwners) {
    this.#owners = owners;
  }

  /** The same service, in which those who come are noticed, and who leaves. */
  watching(service: TaskService): TaskService {
    return {
      commanderFor: (caller) => {
        if (caller.name !== undefined) this.#names.set(caller.id, caller.name);
        return service.commanderFor(caller);
      },
      left: async (callerId, how) => {
        await service.left(callerId, how);
        this.#changes.emit();
      },
      onEvent: (listener) => service.onEvent(listener),
      [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
    };
  }

  of(run: Run): Driver {
    const { startedBy, heldBy } = this.#owners.taskOf(run) ?? {};
    return { startedBy: this.#nameOf(startedBy), heldBy: this.#nameOf(heldBy) };
  }

  takeOver(run: Run): void {
    this.#owners.takeOver(run);
    this.#changes.emit();
  }

  /** Somebody has left, or was relieved: what else changes is to be heard from the sessions. */
  onChange(listener: () => void): Disposable {
    return this.#changes.on(listener);
  }

  #nameOf(id: string | undefined): string | undefined {
    return id === undefined ? undefined : (this.#names.get(id) ?? id);
  }
}
