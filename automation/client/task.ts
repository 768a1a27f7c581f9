import { TandemError } from '../../protocol/errors.ts';
import type { Breakpoint, WantedBreakpoint } from '../../protocol/tasks/breakpoints.ts';
import type { CommandAnswer, CommandData } from '../../protocol/tasks/commands.ts';
import type { Location } from '../../protocol/tasks/parts.ts';
import type { Outcome, OutputSlice, TaskInfo } from '../../protocol/tasks/task.ts';
import { MAX_WAIT_MS } from '../../protocol/tasks/waiting.ts';
import type { Commander } from '../tasks/commander.ts';

/** How a program is moved, and how long what comes of it is waited for. */
export type MoveOptions = Omit<CommandData<'Move'>, 'taskId' | 'action' | 'to'>;
type Without<C extends Parameters<Commander['send']>[0]> = Omit<Extract<CommandData<C>, object>, 'taskId'>;

/** One debug run, as a client drives it. */
export class Task {
  readonly id: string;
  /** What became of the breakpoints that it was started with, in their order. */
  readonly breakpoints: readonly Breakpoint[];
  readonly #commander: Commander;
  #info: TaskInfo;
  #ended: Promise<TaskInfo> | undefined;

  constructor(commander: Commander, info: TaskInfo, breakpoints: readonly Breakpoint[]) {
    this.#commander = commander;
    this.id = info.taskId;
    this.#info = info;
    this.breakpoints = breakpoints;
  }

  /** As the last answer about it was. */
  get info(): TaskInfo {
    return this.#info;
  }

  /** Resolves when the program has ended, however it ends. Rejects when that will not be known: the server is gone. */
  get ended(): Promise<TaskInfo> {
    this.#ended ??= this.#untilEnded();
    return this.#ended;
  }

  /** Waits until the program is stopped or has ended; at once if it is. */
  async wait(options: Without<'Wait'> = {}): Promise<Outcome> {
    return this.#noted(await this.#commander.send('Wait', { taskId: this.id, ...options }));
  }

  /** How it is now: of a stopped one, where. */
  async state(options: Without<'GetState'> = {}): Promise<Outcome> {
    return this.#noted(await this.#commander.send('GetState', { taskId: this.id, ...options }));
  }

  continue(options?: MoveOptions): Promise<Outcome> {
    return this.#move('continue', options);
  }

  next(options?: MoveOptions): Promise<Outcome> {
    return this.#move('next', options);
  }

  stepIn(options?: MoveOptions): Promise<Outcome> {
    return this.#move('stepIn', options);
  }

  stepOut(options?: MoveOptions): Promise<Outcome> {
    return this.#move('stepOut', options);
  }

  pause(options?: MoveOptions): Promise<Outcome> {
    return this.#move('pause', options);
  }

  runTo(to: Location, options?: MoveOptions): Promise<Outcome> {
    return this.#move('runTo', { to, ...options });
  }

  evaluate(
    expression: string,
    options: Omit<Without<'Evaluate'>, 'expression'> = {},
  ): Promise<CommandAnswer<'Evaluate'>> {
    return this.#commander.send('Evaluate', { taskId: this.id, expression, ...options });
  }

  variables(options: Without<'GetVariables'> = {}): Promise<CommandAnswer<'GetVariables'>> {
    return this.#commander.send('GetVariables', { taskId: this.id, ...options });
  }

  stack(options: Without<'GetStack'> = {}): Promise<CommandAnswer<'GetStack'>> {
    return this.#commander.send('GetStack', { taskId: this.id, ...options });
  }

  output(options: Without<'GetOutput'> = {}): Promise<OutputSlice> {
    return this.#commander.send('GetOutput', { taskId: this.id, ...options });
  }

  /** Sets breakpoints for this task, beside those that are set. */
  async addBreakpoints(...wanted: WantedBreakpoint[]): Promise<Breakpoint[]> {
    const data = { taskId: this.id, breakpoints: wanted };
    return (await this.#commander.send('AddBreakpoints', data)).breakpoints;
  }

  /** Any request of the Debug Adapter Protocol. Resolves with the body of its response. */
  async request(command: string, args?: Readonly<Record<string, unknown>>): Promise<unknown> {
    const data = { taskId: this.id, command, ...(args && { arguments: args }) };
    return (await this.#commander.send('Request', data)).body;
  }

  /** Asks the program to end, and ends it when it does not. Resolves when it has ended. */
  async cancel(): Promise<TaskInfo> {
    return this.#note((await this.#commander.send('CancelTask', this.id)).task);
  }

  /** Ends it if it runs, and forgets it, with the breakpoints that were set for it. */
  async close(): Promise<void> {
    this.#note((await this.#commander.send('CloseTask', this.id)).task);
  }

  async #move(
    action: CommandData<'Move'>['action'],
    options: MoveOptions & { readonly to?: Location } = {},
  ): Promise<Outcome> {
    return this.#noted(await this.#commander.send('Move', { ...options, taskId: this.id, action }));
  }

  async #untilEnded(): Promise<TaskInfo> {
    for (;;) {
      try {
        const outcome = await this.wait({ until: 'ended', waitMs: MAX_WAIT_MS });
        if (outcome.state === 'ended') return outcome.task;
      } catch (thrown) {
        // Asking again changes nothing.
        if (TandemError.from(thrown).code !== 'client.connectionLost') throw thrown;
      }
    }
  }

  #noted(outcome: Outcome): Outcome {
    this.#note(outcome.task);
    return outcome;
  }

  #note(info: TaskInfo): TaskInfo {
    this.#info = info;
    return info;
  }
}
