import type { ExceptionMode } from '../../../protocol/tasks/breakpoints.ts';

/** Which exceptions stop a task's program. */
export class Exceptions {
  readonly #tell: (mode: ExceptionMode) => Promise<void>;
  #wanted: ExceptionMode | undefined;
  #isOff: boolean;

  /**
   * @param tell tells the program's debugger
   * @param wanted undefined where the user of an editor says it there, which nobody else is to undo
   */
  constructor(
    tell: (mode: ExceptionMode) => Promise<void>,
    wanted: ExceptionMode | undefined,
    isOff = false,
  ) {
    this.#tell = tell;
    this.#wanted = wanted;
    this.#isOff = isOff;
  }

  get wanted(): ExceptionMode | undefined {
    return this.#wanted;
  }

  get isOff(): boolean {
    return this.#isOff;
  }

  async set(mode: ExceptionMode): Promise<void> {
    await this.#tell(mode);
    this.#wanted = mode;
    this.#isOff = false;
  }

  /** None, until `putBack`. */
  async switchOff(): Promise<void> {
    if (this.#wanted === undefined || this.#isOff) return;
    this.#isOff = true;
    await this.#tell('none');
  }

  /** Those that are wanted, if they were switched off. */
  async putBack(): Promise<void> {
    if (this.#wanted === undefined || !this.#isOff) return;
    this.#isOff = false;
    await this.#tell(this.#wanted);
  }
}
