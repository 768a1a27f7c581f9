import type { DebugProtocol } from '@vscode/debugprotocol';
import { settlesWithin } from '../../../adapter/util/time.ts';
import { errors } from '../../../protocol/errors.ts';
import type { CommandAnswer } from '../../../protocol/tasks/commands.ts';
import type { Variable } from '../../../protocol/tasks/stop.ts';
import { type Limits, limitsFrom } from '../../session/limits.ts';
import {
  clipVariable,
  isPartOfModule,
  localVariables,
  membersOf,
  variableInWords,
  variablesOf,
} from '../../session/locals.ts';
import { frameAt, programStack } from '../../session/stop.ts';
import { standingThread } from '../outcomes/move.ts';
import type { Task } from '../task/task.ts';
import type { Handlers } from './context.ts';

const USUAL_ENTRIES = 1000;
/** How long a program that runs is given to come to a value, in milliseconds: it may be busy for ever. */
const VALUE_MS = 10_000;
/** Values longer than this are cut where they are; in whole they are asked for in another way, as text to be copied. */
const CUT_VALUE = 10_000;

/** Looking at where a program stands, and at what it has said. */
export const inspectionCommands: Handlers<'GetVariables' | 'GetStack' | 'GetOutput' | 'Evaluate'> = {
  async GetVariables({ taskId, reference, threadId, frame = 0, start = 0, limits: asked }, context) {
    const task = context.tasks.running(taskId);
    const limits = limitsFrom(asked);
    if (reference !== undefined) {
      const inside = { reference, start, withoutCalls: context.isReadOnly };
      return page(await membersOf(task, inside, limits), 0, limits);
    }
    const stackFrame = await frameOf(task, threadId, frame);
    const upTo = { ...limits, variables: start + limits.variables };
    const { locals, more, outer: scopes } = await localVariables(task, stackFrame, upTo);
    const answer = page(locals, start, limits);
    const named = await Promise.all(scopes.map((scope) => namesIn(task, scope, limits)));
    const outer = named.filter(({ names }) => names.length > 0);
    return { ...answer, ...(more && { more }), ...(outer.length > 0 && { outer }) };
  },

  async GetStack({ taskId, threadId, start = 0, limits }, { tasks }) {
    const task = tasks.running(taskId);
    const record = standingThread(task, threadId);
    const count = limitsFrom(limits).frames;
    const { frames, more } = await programStack(task, record.threadId, { start, count });
    return { stack: [...frames], ...(more && { more }) };
  },

  GetOutput({ taskId, cursor = 0, entries = USUAL_ENTRIES, last = false }, { tasks }) {
    const { output } = tasks.find(taskId);
    return last ? output.last(entries, cursor) : output.after(cursor, entries);
  },

  /** In the frame, where the program stands; globally, where it runs and nothing is said of a thread or frame. */
  async Evaluate({ taskId, expression, threadId, frame, waitMs = VALUE_MS, limits: named }, { tasks }) {
    const task = tasks.running(taskId);
    const limits = limitsFrom(named);
    const isLocal = threadId !== undefined || frame !== undefined || task.stops.latest !== undefined;
    const record = isLocal ? standingThread(task, threadId) : undefined;
    const at = record && (await frameOf(task, record.threadId, frame ?? 0));
    const context = limits.value > CUT_VALUE ? 'clipboard' : 'repl';
    const asked = task.request('evaluate', { expression, context, ...(at && { frameId: at.id }) });
    // One that stands ends what takes too long by itself.
    if (!record && !(await settlesWithin(asked, waitMs))) throw errors.taskBusy(taskId, waitMs / 1000);
    const { result, type, variablesReference } = await asked;
    for (const standing of task.stops.all) task.reader.changed(standing);
    const value = { name: '', value: result, type, variablesReference };
    const { name: _, ...answer } = variableInWords(value, limits);
    return record ? answer : { ...answer, global: true };
  },
};

/** Names alone: what stands outside of a function is asked for by whoever wants to see it. */
const OUTER_NAMES = 20;

async function namesIn(task: Task, scope: DebugProtocol.Scope, limits: Limits) {
  const found = await variablesOf(task, scope, { ...limits, variables: OUTER_NAMES });
  const names = found.filter((one) => !isPartOfModule(one)).map(({ name }) => name);
  return {
    scope: scope.name,
    reference: scope.variablesReference,
    names: names.slice(0, OUTER_NAMES),
    ...(names.length > OUTER_NAMES && { more: true as const }),
  };
}

async function frameOf(task: Task, threadId: number | undefined, frame: number) {
  const record = standingThread(task, threadId);
  const { frames } = await programStack(task, record.threadId, { start: 0, count: frame + 1 });
  return frames.length === 0 && frame === 0 ? undefined : frameAt(frames, frame);
}

/** One more than the limit allows tells that there are more. */
function page(all: readonly Variable[], start: number, limits: Limits): CommandAnswer<'GetVariables'> {
  const variables = all.slice(start, start + limits.variables);
  return {
    variables: variables.map((variable) => clipVariable(variable, limits)),
    ...(all.length > start + limits.variables && { more: true }),
  };
}
