import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DapClient } from '../support/dap-client.ts';
import { attachToInspected } from '../support/inspected.ts';
import { launch, overInspector, type Settings } from '../support/session.ts';

/** Both ways to ride. Every test of the engine runs over both. */
export const modes = overInspector
  ? [{ mode: 'inspector', inProcess: false }]
  : [
      { mode: 'external', inProcess: false },
      { mode: 'in-process', inProcess: true },
    ];

export interface Setup extends Settings {
  readonly program: string;
  readonly breakpoints?: Readonly<Record<string, readonly DebugProtocol.SourceBreakpoint[]>>;
  readonly functions?: readonly DebugProtocol.FunctionBreakpoint[];
  readonly exceptions?: readonly string[];
}

/** What the editor of the tests can show. */
const CLIENT = { supportsVariableType: true, supportsMemoryReferences: true, supportsVariablePaging: true };

/** A program under the debugger, and the questions that a person at the editor asks. */
export class Debuggee {
  readonly client: DapClient;
  /** As answered by the first `setBreakpoints` for each file. */
  readonly breakpoints: ReadonlyMap<string, DebugProtocol.Breakpoint[]>;
  /** As answered by the first `setFunctionBreakpoints`. */
  readonly functions: readonly DebugProtocol.Breakpoint[];
  #threadId = 1;

  private constructor(
    client: DapClient,
    breakpoints: ReadonlyMap<string, DebugProtocol.Breakpoint[]>,
    functions: readonly DebugProtocol.Breakpoint[],
  ) {
    this.client = client;
    this.breakpoints = breakpoints;
    this.functions = functions;
  }

  static async start(
    { breakpoints = {}, functions, exceptions = [], ...settings }: Setup,
    traits: Parameters<typeof launch>[1] = {},
  ): Promise<Debuggee> {
    const begin = overInspector ? attachToInspected : launch;
    const { client, launched } = await begin(settings, { ...CLIENT, ...traits });
    const answers = new Map<string, DebugProtocol.Breakpoint[]>();
    for (const [path, wanted] of Object.entries(breakpoints)) {
      const answer = await client.request('setBreakpoints', { source: { path }, breakpoints: [...wanted] });
      answers.set(path, answer.breakpoints);
    }
    const onFunctions =
      functions && (await client.request('setFunctionBreakpoints', { breakpoints: [...functions] }));
    await client.request('setExceptionBreakpoints', { filters: [...exceptions] });
    await client.request('configurationDone', {});
    await launched;
    return new Debuggee(client, answers, onFunctions?.breakpoints ?? []);
  }

  async stop(): Promise<DebugProtocol.StoppedEvent['body']> {
    const stopped = await this.client.waitFor('stopped');
    this.#threadId = stopped.threadId ?? 1;
    return stopped;
  }

  /** Waits for the next stop and says where it is: `name file:line`. */
  async where(): Promise<string> {
    await this.stop();
    return this.top();
  }

  async top(): Promise<string> {
    const frame = await this.frame();
    return `${frame.name} ${frame.source?.name}:${frame.line}`;
  }

  async frames(): Promise<DebugProtocol.StackFrame[]> {
    return (await this.client.request('stackTrace', { threadId: this.#threadId })).stackFrames;
  }

  async frame(index = 0): Promise<DebugProtocol.StackFrame> {
    return (await this.frames())[index]!;
  }

  async scopes(frame = 0): Promise<DebugProtocol.Scope[]> {
    const { id } = await this.frame(frame);
    return (await this.client.request('scopes', { frameId: id })).scopes;
  }

  /** The variables of the innermost scope, by name. */
  async locals(): Promise<Map<string, DebugProtocol.Variable>> {
    const [scope] = await this.scopes();
    return this.children(scope!.variablesReference);
  }

  async children(
    variablesReference: number,
    paging: Omit<DebugProtocol.VariablesArguments, 'variablesReference'> = {},
  ): Promise<Map<string, DebugProtocol.Variable>> {
    const { variables } = await this.client.request('variables', { variablesReference, ...paging });
    return new Map(variables.map((variable) => [variable.name, variable]));
  }

  async evaluate(
    expression: string,
    context: DebugProtocol.EvaluateArguments['context'] = 'watch',
  ): Promise<DebugProtocol.EvaluateResponse['body']> {
    const { id } = await this.frame();
    return this.client.request('evaluate', { expression, frameId: id, context });
  }

  continue(): Promise<unknown> {
    return this.client.request('continue', { threadId: this.#threadId });
  }

  /** Takes a step and says where it has led. */
  async step(
    kind: 'next' | 'stepIn' | 'stepOut',
    how: Omit<DebugProtocol.StepInArguments, 'threadId'> = {},
  ): Promise<string> {
    await this.client.request(kind, { threadId: this.#threadId, ...how });
    return this.where();
  }

  /** Ends the program, wherever it is. */
  async end(): Promise<void> {
    await this.client.request('disconnect', { terminateDebuggee: true });
    await this.client.waitFor('terminated');
  }
}
