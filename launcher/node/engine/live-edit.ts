import { setTimeout } from 'node:timers/promises';
import { errors, type TandemError } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { InspectorError, type Params, type Protocol, type Result } from './inspector-channel.ts';
import type { Script } from './scripts.ts';
import type { Thread } from './thread.ts';

type Answer = Result<'Debugger.setScriptSource'>;
type Refusal = Exclude<Answer['status'], 'Ok'>;

/** How often a function that runs is tried again, and after how many milliseconds. */
const ATTEMPTS = 40;
const BETWEEN_ATTEMPTS = 25;

/** Another text for a script of an isolate, which V8 has said it would take. */
export interface LiveEdit {
  readonly thread: Thread;
  readonly script: Script;
  readonly text: string;
  /** It changes a call of the paused thread. If that is the one it is paused in, the call begins anew. */
  readonly restarts: boolean;
}

/** Asks V8, before anything is changed anywhere. Throws what it objects to. */
export async function planEdit(thread: Thread, script: Script, text: string): Promise<LiveEdit> {
  // Never with leave to change the topmost call: V8 then begins it anew, although nothing is changed.
  const status = await attempt(thread, script, text, { dryRun: true });
  return { thread, script, text, restarts: status === 'BlockedByActiveFunction' };
}

/** V8 goes to the beginning of a call that has changed by itself. */
export async function applyEdit(
  context: EngineContext,
  { thread, script, text, restarts }: LiveEdit,
): Promise<void> {
  thread.restarting ||= restarts;
  try {
    const status = await attempt(thread, script, text, { allowTopFrameEditing: restarts });
    if (status !== 'Ok') throw refused(script, status);
  } catch (error) {
    if (restarts) thread.restarting = false;
    throw error;
  }
  thread.inserted.edited(script);
  void context.loadedSources.parsed(thread, thread.scripts.edited(script, text));
}

/** Throws what cannot be helped. A function that runs is waited for, unless its thread is paused. */
async function attempt(
  thread: Thread,
  script: Script,
  text: string,
  how: { readonly dryRun?: boolean; readonly allowTopFrameEditing?: boolean },
): Promise<'Ok' | 'BlockedByActiveFunction'> {
  for (let attempts = 1; ; attempts += 1) {
    const answer = await post(thread, { scriptId: script.id, scriptSource: text, ...how });
    if (answer.status === 'Ok') return answer.status;
    if (answer.status !== 'BlockedByActiveFunction')
      throw refused(script, answer.status, answer.exceptionDetails);
    if (thread.paused) return answer.status;
    if (attempts === ATTEMPTS) throw refused(script, answer.status);
    await setTimeout(BETWEEN_ATTEMPTS);
  }
}

/** From Node 26 on, V8 wants to be told that scripts may be changed: by its flags, in the program's process. */
async function post({ channel }: Thread, params: Params<'Debugger.setScriptSource'>): Promise<Answer> {
  try {
    return await channel.post('Debugger.setScriptSource', params!);
  } catch (error) {
    if (!(error instanceof InspectorError) || !error.message.includes('no longer available')) throw error;
    await channel.post('Runtime.evaluate', {
      expression: "process.getBuiltinModule('v8').setFlagsFromString('--inspector-live-edit')",
      silent: true,
      disableBreaks: true,
    });
    return channel.post('Debugger.setScriptSource', params!);
  }
}

const refusals: Readonly<Record<Refusal, (name: string) => TandemError>> = {
  CompileError: (name) => errors.reloadCompileError(name, 'it does not compile'),
  BlockedByActiveFunction: errors.reloadActive,
  BlockedByActiveGenerator: errors.reloadSuspended,
  BlockedByTopLevelEsModuleChange: errors.reloadTopLevel,
};

function refused(script: Script, status: Refusal, details?: Protocol.Runtime.ExceptionDetails): TandemError {
  if (!details) return refusals[status](script.name);
  const { lineNumber, columnNumber, text } = details;
  const place = `${script.name}:${lineNumber + 1}:${columnNumber + 1}`;
  return errors.reloadCompileError(place, text.replace(/^Uncaught /, ''));
}
