import { Emitter } from '../../adapter/util/emitter.ts';
import { Scope } from '../../adapter/util/scope.ts';
import { errors } from '../../protocol/errors.ts';
import {
  type CommandAnswer,
  type CommandArguments,
  type CommandData,
  type CommandName,
  taskCommands,
} from '../../protocol/tasks/commands.ts';
import type { TaskEvent } from '../../protocol/tasks/events.ts';
import type { TaskInfo } from '../../protocol/tasks/task.ts';
import type { Commander } from './commander.ts';
import { handlers } from './commands/table.ts';
import { handOf } from './hand-of.ts';
import type { Run, TaskHost } from './host.ts';
import { commandNamed, parseCommand } from './parse-command.ts';
import { release, releaseAgain } from './release.ts';
import { isLook } from './requests.ts';
import type { Caller, RunOwners, TaskService } from './service.ts';
import type { Task } from './task/task.ts';
import { TaskList } from './task-list.ts';

export interface TaskServiceOptions {
  /** Only what looks is carried out. A function, where that may change. */
  readonly readOnly?: boolean | (() => boolean) | undefined;
}

/** The tasks of a host, for all who drive them. */
export const createTaskService = (
  host: TaskHost,
  options: TaskServiceOptions = {},
): TaskService & RunOwners => new LocalTaskService(host, options);

type Leaving = 'goodbye' | 'vanished';

/** A command that is being carried out. */
interface Errand {
  readonly callerId: string;
  /** How whoever has sent it has left since. */
  left: Leaving | undefined;
}

class LocalTaskService implements TaskService, RunOwners {
  readonly #host: TaskHost;
  readonly #options: TaskServiceOptions;
  readonly #events = new Emitter<TaskEvent>();
  readonly #tasks: TaskList;
  readonly #errands = new Set<Errand>();
  readonly #scope = new Scope(() => {});
  #isClosed = false;

  constructor(host: TaskHost, options: TaskServiceOptions) {
    this.#host = host;
    this.#options = options;
    this.#tasks = new TaskList(host, {
      told: (event) => this.#tell(event),
      stopped: (task) => void releaseAgain(host, task),
    });
    this.#scope.use(host.onRun((run) => this.#tasks.adopt(run)));
    this.#scope.use(
      host.breakpoints.onChange((change, breakpoint) =>
        this.#tell({ type: 'BreakpointChanged', timestamp: Date.now(), change, breakpoint }),
      ),
    );
  }

  commanderFor(caller: Caller): Commander {
    return {
      send: (name, data) => this.#carryOut(caller, name, data),
      onEvent: (listener) => this.onEvent(listener),
    };
  }

  async left(callerId: string, how: Leaving): Promise<void> {
    for (const errand of this.#errands) if (errand.callerId === callerId) errand.left = how;
    await this.#letGo(callerId, how);
  }

  onEvent(listener: (event: TaskEvent) => void): Disposable {
    return this.#events.on(listener);
  }

  taskOf(run: Run): TaskInfo | undefined {
    return this.#tasks.of(run)?.info;
  }

  takeOver(run: Run): void {
    this.#tasks.of(run)?.holding.free();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#host[Symbol.asyncDispose]?.();
    if (this.#host.kind === 'server') await Promise.all(this.#tasks.all.map(({ ended }) => ended));
    await this.#scope[Symbol.asyncDispose]();
  }

  get #isReadOnly(): boolean {
    const { readOnly } = this.#options;
    return typeof readOnly === 'function' ? readOnly() : readOnly === true;
  }

  async #carryOut<C extends CommandName>(
    caller: Caller,
    named: C,
    said: CommandData<C>,
  ): Promise<CommandAnswer<C>> {
    if (this.#isClosed) throw errors.taskServerClosed();
    const name = commandNamed(named) as C;
    const data = parseCommand(name, said);
    const isReadOnly = this.#isReadOnly;
    if (isReadOnly) refuseUnlessLook(name, data);
    const errand: Errand = { callerId: caller.id, left: undefined };
    this.#errands.add(errand);
    try {
      const context = { host: this.#host, tasks: this.#tasks, caller, isReadOnly };
      this.#taskOf(data)?.hands.enter(caller.id, handOf(caller));
      const answer = (await handlers[name](data, context)) as CommandAnswer<C>;
      return TELLING.has(name) ? this.#withNews(caller, data, answer) : answer;
    } finally {
      this.#errands.delete(errand);
      // What it has taken hold of since nobody will let go.
      if (errand.left) await this.#letGo(caller.id, errand.left);
    }
  }

  /** What is answered of a task, and whether somebody else has moved it since the caller looked. */
  #withNews<A extends object>(caller: Caller, data: unknown, answer: A): A {
    const task = this.#taskOf(data) ?? this.#taskOf('task' in answer ? answer.task : undefined);
    if (!task) return answer;
    task.hands.enter(caller.id, handOf(caller));
    const moved = task.hands.tell(caller.id);
    return moved ? { ...answer, moved } : answer;
  }

  /** The task that a command is about, where it is about one: some say nothing else. */
  #taskOf(data: unknown): Task | undefined {
    const taskId =
      typeof data === 'string' ? data : (data as { readonly taskId?: unknown } | undefined)?.taskId;
    return this.#tasks.all.find((task) => task.taskId === taskId);
  }

  async #letGo(callerId: string, how: Leaving): Promise<void> {
    // Its programs end as they stand: nobody lets them run on before.
    if (this.#isClosed) return;
    if (how === 'vanished') await release(this.#host, this.#tasks.all, callerId);
    for (const task of this.#tasks.all) {
      task.holding.leave(callerId);
      task.hands.leave(callerId);
    }
  }

  #tell(event: TaskEvent): void {
    this.#events.emit(event);
  }
}

/** Commands whose answers tell how a program is. */
const TELLING: ReadonlySet<CommandName> = new Set<CommandName>([
  'StartNewTask',
  'Move',
  'Wait',
  'GetState',
  'GetStack',
  'GetVariables',
  'Evaluate',
]);

function refuseUnlessLook(name: CommandName, data: unknown): void {
  if (taskCommands[name].looks) return;
  const request = name === 'Request' ? (data as CommandArguments<'Request'>).command : undefined;
  if (request !== undefined && isLook(request)) return;
  throw errors.taskReadOnly(request === undefined ? name : `The request "${request}"`);
}
