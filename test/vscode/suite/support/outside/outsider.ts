import * as assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CommandAnswer, CommandData, CommandName } from '../../../../../protocol/tasks/commands.ts';
import type { Happening, TaskEvent } from '../../../../../protocol/tasks/events.ts';
import type { Ack, ServerMessage } from '../../../../../protocol/tasks/messages.ts';
import type { Problem } from '../../../../../protocol/tasks/parts.ts';
import type { Outcome, TaskInfo } from '../../../../../protocol/tasks/task.ts';
import { within } from '../wait.ts';

const program = join(__dirname, '../suite/support/outside/process.cjs');

type Stopped = Extract<Outcome, { state: 'stopped' }>;
type Found = { readonly token: string; readonly publication: { readonly folders: readonly string[] } };

/** A command that was answered with what is wrong with it. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.message}`);
    this.problem = problem;
  }
}

/** Somebody who drives the window from a process of its own. */
export class Outsider {
  readonly heard: ServerMessage[] = [];
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #wake: () => void = () => {};
  #lastId = 0;
  found!: Found;
  ack!: Ack;

  /** @param where the working directory and the environment that it finds the window by */
  static async start(where: { cwd: string; env?: NodeJS.ProcessEnv }, name = 'a test'): Promise<Outsider> {
    const outsider = await Outsider.stranger(where);
    const { token } = outsider.found;
    outsider.say({ type: 'Connect', origin: 'Client', data: { token, name } });
    const ack = await outsider.next('Ack', (message) => message.type === 'Ack');
    outsider.ack = (ack as Extract<ServerMessage, { type: 'Ack' }>).data;
    return outsider;
  }

  /** One that has not said who it is. */
  static async stranger(where: { cwd: string; env?: NodeJS.ProcessEnv }): Promise<Outsider> {
    const outsider = new Outsider(where);
    const first = await within(outsider.#lines.next(), 'word of the process outside');
    if (first.done) throw new Error('the process outside has found no window');
    outsider.found = JSON.parse(first.value) as Found;
    void outsider.#listen();
    return outsider;
  }

  private constructor({ cwd, env = {} }: { cwd: string; env?: NodeJS.ProcessEnv }) {
    const { TANDEM_TASK_SERVER: _, ...inherited } = process.env;
    const options = { cwd, env: { ...inherited, ...env, ELECTRON_RUN_AS_NODE: '1' } };
    this.#process = spawn(process.execPath, [program], options);
    this.#process.stderr.on('data', (data) => console.log(`vscode tests: outside: ${data}`));
    this.#process.stdin.on('error', () => {});
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async #listen(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) return;
      this.heard.push(JSON.parse(value) as ServerMessage);
      this.#wake();
    }
  }

  say(message: unknown): void {
    this.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
  }

  write(text: string): void {
    this.#process.stdin.write(text);
  }

  async send<C extends CommandName>(commandName: C, data: CommandData<C>): Promise<CommandAnswer<C>> {
    this.#lastId += 1;
    const requestId = this.#lastId;
    this.say({ type: 'TaskCommand', origin: 'Client', requestId, data: { commandName, data } });
    const message = await this.next(
      `answer to ${commandName}`,
      (said) => said.type === 'TaskAnswer' && said.requestId === requestId,
    );
    const { data: answer } = message as Extract<ServerMessage, { type: 'TaskAnswer' }>;
    if (!answer.ok) throw new Refusal(answer.error);
    return answer.answer as CommandAnswer<C>;
  }

  /** Starts a task, and waits for its first stop. */
  async startToStop(data: CommandData<'StartNewTask'>): Promise<Stopped> {
    const { task } = await this.send('StartNewTask', data);
    return this.stop(task);
  }

  async stop({ taskId }: Pick<TaskInfo, 'taskId'>): Promise<Stopped> {
    return stopped(await this.send('Wait', { taskId }));
  }

  async move(
    { taskId }: Pick<TaskInfo, 'taskId'>,
    action: CommandData<'Move'>['action'],
    more: Partial<CommandData<'Move'>> = {},
  ): Promise<Outcome> {
    return this.send('Move', { taskId, action, ...more });
  }

  /** The first message of that kind, now or later; with `take`, it is not found again. */
  next(what: string, isIt: (message: ServerMessage) => boolean): Promise<ServerMessage> {
    const search = async (): Promise<ServerMessage> => {
      for (;;) {
        const index = this.heard.findIndex(isIt);
        if (index >= 0) return this.heard.splice(index, 1)[0]!;
        await new Promise<void>((resolve) => {
          const others = this.#wake;
          this.#wake = () => {
            others();
            resolve();
          };
        });
      }
    };
    return within(search(), what, () => ` It heard:\n${this.heard.map(brief).join('\n')}`);
  }

  async event<T extends TaskEvent['type']>(
    type: T,
    isIt: (event: Extract<TaskEvent, { type: T }>) => boolean = () => true,
  ): Promise<Extract<TaskEvent, { type: T }>> {
    const isEvent = (message: ServerMessage): boolean =>
      message.type === 'TaskEvent' && message.data.type === type && isIt(message.data as never);
    const message = await this.next(type, isEvent);
    return (message as Extract<ServerMessage, { type: 'TaskEvent' }>).data as never;
  }

  async happening<K extends Happening['kind']>(kind: K): Promise<Extract<Happening, { kind: K }>> {
    const event = await this.event('Message', ({ message }) => message.kind === kind);
    return event.message as never;
  }

  /** Says goodbye. */
  async leave(): Promise<void> {
    const gone = this.#gone();
    this.say({ type: 'Disconnect', origin: 'Client' });
    this.#process.stdin.end();
    await gone;
  }

  /** As by `kill -9`. */
  async die(): Promise<void> {
    const gone = this.#gone();
    this.#process.kill('SIGKILL');
    await gone;
  }

  async #gone(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null)
      await within(once(this.#process, 'exit'), 'end of the process outside');
  }
}

export function stopped(outcome: Outcome): Stopped {
  assert.equal(outcome.state, 'stopped', JSON.stringify(outcome).slice(0, 500));
  return outcome as Stopped;
}

/** What the frame of a stop has there, by name. */
export const variablesOf = ({ stop }: Stopped): Record<string, string> =>
  Object.fromEntries(stop.variables.map(({ name, value }) => [name, value]));

const brief = (message: ServerMessage): string => `  ${JSON.stringify(message).slice(0, 200)}`;
