import { TandemError } from '../../protocol/errors.ts';
import type { Breakpoint } from '../../protocol/tasks/breakpoints.ts';
import type { CommandAnswer, CommandData, CommandName } from '../../protocol/tasks/commands.ts';
import type { Change, Stop, Variable } from '../../protocol/tasks/stop.ts';
import type { Outcome, OutputEntry, OutputSlice, TaskInfo } from '../../protocol/tasks/task.ts';
import type { Commander } from '../tasks/commander.ts';
import type { TextKind } from './named-secrets.ts';
import { redactBody } from './redact-body.ts';
import type { Redactor } from './redactor.ts';
import { unquoted } from './secret-names.ts';
import { SecretReferences } from './secret-references.ts';

/** Answers in which nothing can be secret. */
type Harmless = 'RemoveBreakpoints' | 'SetExceptions';

type Redactions = {
  readonly [C in Exclude<CommandName, Harmless>]: (
    answer: CommandAnswer<C>,
    data: CommandData<C>,
  ) => CommandAnswer<C>;
};

/** Hides the secrets in all that a commander answers. Whatever drives tasks for a reader elsewhere goes through it. */
export class RedactingCommander implements Commander {
  readonly #commander: Commander;
  readonly #redactor: Redactor;
  readonly #secret = new SecretReferences();

  constructor(commander: Commander, redactor: Redactor) {
    this.#commander = commander;
    this.#redactor = redactor;
  }

  async send<C extends CommandName>(name: C, data: CommandData<C>): Promise<CommandAnswer<C>> {
    try {
      const answer = await this.#commander.send(name, data);
      const redact = (this.#redactions as Partial<Record<CommandName, unknown>>)[name];
      return redact
        ? ((redact as Redactions[Exclude<C, Harmless>])(answer as never, data as never) as CommandAnswer<C>)
        : answer;
    } catch (thrown) {
      throw this.#error(TandemError.from(thrown));
    }
  }

  /** Events are not told to readers: they come as they are. */
  onEvent: Commander['onEvent'] = (listener) => this.#commander.onEvent(listener);

  readonly #redactions: Redactions = {
    StartNewTask: (answer) => this.#started(answer),
    ResumeTask: (answer) => this.#started(answer),
    CancelTask: ({ task }) => ({ task: this.#task(task) }),
    CloseTask: ({ task }) => ({ task: this.#task(task) }),
    RestartTask: ({ task }) => ({ task: this.#task(task) }),
    ListTasks: ({ tasks }) => ({ tasks: tasks.map((task) => this.#task(task)) }),
    GetState: (outcome) => this.#outcome(outcome),
    Wait: (outcome) => this.#outcome(outcome),
    Move: (outcome) => this.#outcome(outcome),
    Evaluate: (answer, { taskId, expression }) => this.#evaluated(answer, taskId, expression),
    GetVariables: ({ variables, outer, ...rest }, { taskId, reference }) => ({
      ...rest,
      ...(outer && {
        outer: outer.map((one) => ({ ...one, names: one.names.map((name) => this.#redactor.text(name)) })),
      }),
      variables: this.#variables(variables, taskId, this.#secret.has(taskId, reference)),
    }),
    GetStack: (answer) => answer,
    GetOutput: (slice) => this.#output(slice),
    AddBreakpoints: (answer) => this.#breakpoints(answer),
    ListBreakpoints: (answer) => this.#breakpoints(answer),
    Request: ({ body }, data) => ({ body: this.#body(body, data) }),
  };

  #started<A extends CommandAnswer<'StartNewTask'>>({ task, breakpoints }: A) {
    return { task: this.#task(task), ...this.#breakpoints({ breakpoints }) };
  }

  #task(task: TaskInfo): TaskInfo {
    if (task.state === 'ended') this.#secret.forget(task.taskId);
    const told = this.#texts(task, ['name']);
    return task.error ? { ...told, error: this.#texts(task.error, ['message', 'hint']) } : told;
  }

  #outcome(outcome: Outcome): Outcome {
    const task = this.#task(outcome.task);
    const output = this.#output(outcome.output);
    if (outcome.state !== 'stopped') return { ...outcome, task, output };
    return { ...outcome, task, output, stop: this.#stop(outcome.stop, task.taskId) };
  }

  #stop(stop: Stop, taskId: string): Stop {
    const { variables, changed, source, exception } = stop;
    return {
      ...stop,
      description: this.#redactor.text(stop.description),
      variables: this.#variables(variables, taskId),
      ...(changed && { changed: changed.map((change) => this.#change(change)) }),
      ...(exception && { exception: this.#texts(exception, ['message', 'stack']) }),
      ...(source && {
        source: { ...source, lines: this.#redactor.text(source.lines.join('\n'), 'code').split('\n') },
      }),
    };
  }

  #variables(variables: readonly Variable[], taskId: string, partOfSecret = false): Variable[] {
    const entry = this.#isSecretEntry(variables);
    return variables.map((variable) => {
      const { name } = variable;
      const secret =
        partOfSecret || this.#redactor.isSecretName(unquoted(name)) || (entry && name === 'value');
      // What a name looks like may be secret, too: sessions by their tokens.
      return {
        ...this.#remembered(variable, taskId, secret, unquoted(name)),
        name: this.#redactor.text(name),
      };
    });
  }

  /** `{name: 'PASSWORD', value: 'hunter2'}`, and the entries of maps. */
  #isSecretEntry(variables: readonly Variable[]): boolean {
    if (variables.length > 10 || !variables.some(({ name }) => name === 'value')) return false;
    return variables.some(
      ({ name, value }) =>
        /^(?:name|key|header)$/i.test(name) && this.#redactor.isSecretName(unquoted(value)),
    );
  }

  #evaluated(answer: CommandAnswer<'Evaluate'>, taskId: string, expression: string) {
    return this.#remembered(answer, taskId, this.#asksForSecret(expression), expression.trim());
  }

  /** What has to do with something secret may be made of it: `Object.values(credentials)`. */
  #asksForSecret(expression: string): boolean {
    const names = ASKS_ABOUT.test(expression) ? [] : (expression.match(NAMES) ?? []);
    return names.some((name) => this.#redactor.isSecretName(name));
  }

  #remembered<V extends Omit<Variable, 'name' | 'scope'>>(
    variable: V,
    taskId: string,
    secret: boolean,
    name: string,
  ): V {
    const { reference } = variable;
    if (reference) this.#secret.learn(taskId, reference, secret);
    const { value, redacted } = this.#redactor.value(variable, secret, name);
    return redacted ? { ...variable, value, redacted: true } : variable;
  }

  #change(change: Change): Change {
    const { name, before, after } = change;
    const secret = this.#redactor.isSecretName(name);
    const shown = (value: string) => this.#redactor.value({ value }, secret, name).value;
    return {
      name,
      ...(before !== undefined && { before: shown(before) }),
      ...(after !== undefined && { after: shown(after) }),
    };
  }

  #output(slice: OutputSlice): OutputSlice {
    // What is written piece by piece is one text: a name in one, and its value in the next.
    const entries: OutputEntry[] = [];
    for (const entry of slice.entries) {
      const before = entries.at(-1);
      const goesOn = before && before.category === entry.category && !before.text.endsWith('\n');
      if (goesOn) entries[entries.length - 1] = { ...before, text: before.text + entry.text };
      else entries.push(entry);
    }
    return { ...slice, entries: entries.map((entry) => this.#texts(entry, ['text'])) };
  }

  #breakpoints({ breakpoints }: { breakpoints: Breakpoint[] }) {
    const told = breakpoints.map((breakpoint) =>
      this.#texts(this.#texts(breakpoint, ['message']), ['condition', 'logMessage'], 'code'),
    );
    return { breakpoints: told };
  }

  /** What a raw request was answered: of the shape of DAP, or of any other. */
  #body(body: unknown, { taskId, command, arguments: args }: CommandData<'Request'>): unknown {
    const secret =
      (command === 'variables' && this.#secret.has(taskId, args?.variablesReference)) ||
      (command === 'evaluate' && this.#asksForSecret(String(args?.expression)));
    return redactBody(body, secret, this.#redactor, (variable, isSecret, name) =>
      this.#remembered(variable, taskId, isSecret, name),
    );
  }

  #error(error: TandemError): TandemError {
    const { code, audience } = error;
    const { message, hint } = this.#texts({ message: error.message, hint: error.hint }, ['message', 'hint']);
    if (message === error.message && hint === error.hint) return error;
    return new TandemError({ code, audience, message, hint }, { cause: error.cause });
  }

  #texts<T extends object>(told: T, keys: readonly (keyof T)[], kind?: TextKind): T {
    const copy = { ...told };
    for (const key of keys) {
      const text = copy[key];
      if (typeof text === 'string') copy[key] = this.#redactor.text(text, kind) as T[typeof key];
    }
    return copy;
  }
}

const NAMES = /[A-Za-z_$][\w$-]*/g;
/** Whether it is there, and how long. */
const ASKS_ABOUT = /^\s*(?:typeof\s+[\w$.?]+|[\w$.?]+\.length)\s*$/;
