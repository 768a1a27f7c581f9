import { setTimeout as delay } from 'node:timers/promises';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Answer, type Outcomes, outcomeOf } from './answer.ts';
import type { TrialHost, TrialProgram, TrialSession } from './trial-session.ts';

/** A program that runs on after its stop, and one that throws. */
export interface TrialPrograms {
  readonly stops: TrialProgram;
  readonly throws: TrialProgram;
}

/** Sends every request that a client can send, promised or not, where it makes sense; says what came of each. */
export async function tryAll(host: TrialHost, { stops, throws }: TrialPrograms): Promise<Outcomes> {
  const noted: Outcomes = {};
  const attempts: readonly (readonly [TrialProgram, (trial: Trial) => Promise<void>])[] = [
    [stops, (trial) => tryAtStop(trial, stops)],
    [throws, tryAtException],
  ];
  for (const [program, attempt] of attempts) {
    while (!(await isWholeAttempt(host, program, noted, attempt)));
  }
  await host.attach?.(noted);
  return noted;
}

/** False: a request has made the adapter mute. It is noted, and left out of the next attempt. */
async function isWholeAttempt(
  host: TrialHost,
  program: TrialProgram,
  noted: Outcomes,
  attempt: (trial: Trial) => Promise<void>,
): Promise<boolean> {
  await using session = await host.start(program, noted);
  try {
    await attempt(new Trial(session, noted));
    return true;
  } catch (error) {
    if (error instanceof Mute) return false;
    throw error;
  }
}

/** The adapter says nothing any more. */
class Mute extends Error {}

/** After these it may well be gone. */
const LAST: ReadonlySet<string> = new Set(['terminate', 'disconnect']);

class Trial {
  readonly #session: TrialSession;
  readonly #noted: Outcomes;

  constructor(session: TrialSession, noted: Outcomes) {
    this.#session = session;
    this.#noted = noted;
  }

  stopped(): Promise<number | undefined> {
    return this.#session.stopped();
  }

  /** Once is enough to work. */
  async send(command: string, args: object): Promise<Answer['body']> {
    if (this.#noted[command] === 'mute') return {};
    const answer = await this.#session.ask(command, args);
    if (!answer && !LAST.has(command) && !(await this.#session.ask('threads', {}))) {
      this.#noted[command] = 'mute';
      throw new Mute();
    }
    if (this.#noted[command] !== 'yes') this.#noted[command] = outcomeOf(answer);
    return answer?.body ?? {};
  }

  /** A request after which the program stops again. */
  async move(command: string, args: object): Promise<void> {
    await this.send(command, args);
    if (this.#noted[command] === 'yes') await this.stopped();
  }
}

async function tryAtStop(trial: Trial, { path, line }: TrialProgram): Promise<void> {
  const source = { path };
  const threadId = (await trial.stopped()) ?? 1;
  await trial.send('threads', {});
  const { stackFrames = [] } = await trial.send('stackTrace', { threadId, startFrame: 0, levels: 20 });
  const frame: DebugProtocol.StackFrame = stackFrames[0] ?? {};
  const frameId = frame.id;
  const locals = await localsOf(trial, frameId);
  const local = (name: string) => locals.find((one) => one.variable.name === name);
  const count = local('count');
  const point = local('point');
  const bytes = local('bytes');

  await trial.send('evaluate', { expression: 'count', frameId, context: 'watch' });
  const container = { variablesReference: count?.container ?? 0 };
  await trial.send('setVariable', { ...container, name: 'count', value: '7' });
  await trial.send('setExpression', { frameId, expression: 'count', value: '8' });
  await trial.send('completions', { frameId, text: 'poi', column: 4 });
  const { sources = [] } = await trial.send('loadedSources', {});
  const referenced = [...stackFrames.map((one: DebugProtocol.StackFrame) => one.source), ...sources];
  const text = referenced.find((one) => one?.sourceReference > 0) ?? frame.source;
  await trial.send('source', { source: text, sourceReference: text?.sourceReference ?? 0 });
  await trial.send('modules', {});
  await trial.send('locations', { locationReference: valueLocation(locals) });
  await trial.send('breakpointLocations', { source, line });
  await trial.send('stepInTargets', { frameId });
  const { targets = [] } = await trial.send('gotoTargets', { source, line });
  const member = { variablesReference: point?.variable.variablesReference ?? 0, name: 'x' };
  const { dataId } = await trial.send('dataBreakpointInfo', member);
  await trial.send('setDataBreakpoints', { breakpoints: dataId ? [{ dataId }] : [] });
  await trial.send('setDataBreakpoints', { breakpoints: [] });
  await trial.send('setFunctionBreakpoints', { breakpoints: [{ name: 'work' }] });
  await trial.send('setFunctionBreakpoints', { breakpoints: [] });
  await tryMemory(trial, bytes?.variable.memoryReference, frame.instructionPointerReference);
  await trial.send('cancel', { requestId: 1_000_000 });

  await trial.move('next', { threadId });
  await trial.move('stepIn', { threadId });
  await trial.move('stepOut', { threadId });
  await trial.move('stepBack', { threadId });
  const now = await trial.send('stackTrace', { threadId, startFrame: 0, levels: 1 });
  await trial.move('restartFrame', { frameId: now.stackFrames?.[0]?.id });
  if (targets.length > 0) await trial.move('goto', { threadId, targetId: targets[0].id });
  else await trial.send('goto', { threadId, targetId: 1 });

  await trial.send('setBreakpoints', { source, breakpoints: [] });
  await trial.send('setExceptionBreakpoints', { filters: [] });
  await trial.move('reverseContinue', { threadId });
  await trial.send('continue', { threadId });
  await delay(300); // so that the program runs
  await trial.move('pause', { threadId });
  await trial.send('restart', {});
}

async function tryAtException(trial: Trial): Promise<void> {
  const threadId = (await trial.stopped()) ?? 1;
  await trial.send('exceptionInfo', { threadId });
  const { threads = [] } = await trial.send('threads', {});
  const other = threads.find(({ id }: DebugProtocol.Thread) => id !== threadId);
  await trial.send('terminateThreads', { threadIds: [other?.id ?? threadId] });
  await trial.send('terminate', {});
  await trial.send('disconnect', { terminateDebuggee: true });
}

async function tryMemory(trial: Trial, bytes = '0x0', instruction = '0x0'): Promise<void> {
  const { data = '' } = await trial.send('readMemory', { memoryReference: bytes, offset: 0, count: 4 });
  await trial.send('writeMemory', { memoryReference: bytes, offset: 0, data });
  await trial.send('disassemble', { memoryReference: instruction, instructionCount: 1 });
  await trial.send('setInstructionBreakpoints', { breakpoints: [] });
}

interface Local {
  readonly variable: DebugProtocol.Variable;
  readonly container: number;
}

async function localsOf(trial: Trial, frameId: number): Promise<Local[]> {
  const { scopes = [] } = await trial.send('scopes', { frameId });
  const locals: Local[] = [];
  for (const { variablesReference, expensive } of scopes as DebugProtocol.Scope[]) {
    if (expensive) continue;
    const { variables = [] } = await trial.send('variables', { variablesReference });
    for (const variable of variables) locals.push({ variable, container: variablesReference });
  }
  return locals;
}

function valueLocation(locals: readonly Local[]): number {
  const found = locals.map(
    ({ variable }) => variable.valueLocationReference ?? variable.declarationLocationReference,
  );
  return found.find((reference) => reference !== undefined) ?? 1;
}
