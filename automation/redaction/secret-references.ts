/**
 * References to objects that are secret in all of their parts. Some of them outlive a move, and a program never uses a number
 * twice: they are kept until it has ended.
 */
export class SecretReferences {
  readonly #byTask = new Map<string, Set<number>>();

  has(taskId: string, reference: unknown): boolean {
    return this.#byTask.get(taskId)?.has(Number(reference)) ?? false;
  }

  /** What is told now is what counts: a program that was started again within its task counts from the beginning. */
  learn(taskId: string, reference: number, isSecret: boolean): void {
    if (!isSecret) {
      this.#byTask.get(taskId)?.delete(reference);
      return;
    }
    const known = this.#byTask.get(taskId) ?? new Set<number>();
    this.#byTask.set(taskId, known.add(reference));
  }

  forget(taskId: string): void {
    this.#byTask.delete(taskId);
  }
}
