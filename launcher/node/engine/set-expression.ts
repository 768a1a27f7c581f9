import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import { refuseConstant } from './assignable.ts';
import type { EngineContext } from './context.ts';
import { evaluationError } from './evaluation-error.ts';
import { evaluateWith } from './limited-call.ts';
import { parseTyped } from './repl-text.ts';
import { returnWhatIsNamed } from './returned-name.ts';
import type { AnyNode } from './script-text.ts';
import { evaluateIn } from './set-variable.ts';
import { showValue } from './shown-value.ts';
import { withPreviews } from './value-previews.ts';

/** Assigns to whatever an expression stands for: a variable, a member, an element. */
export async function setExpression(
  context: EngineContext,
  { expression, value, frameId, format }: Arguments<'setExpression'>,
): Promise<Body<'setExpression'>> {
  const frame = frameId === undefined ? undefined : context.references.liveFrame(frameId);
  const target = await targetOf(expression);
  const assignment = `${expression} = (${value}\n)`;
  const thread = frame?.thread ?? context.threads.values().next().value;
  if (!thread) throw errors.programEnded();
  if (frame && target.type === 'Identifier') await refuseConstant(frame, target.name as string);
  const result = frame ? await evaluateIn(frame, assignment) : await inProgram();
  if (frame) await returnWhatIsNamed(frame);
  const [shown] = await withPreviews(thread, [result]);
  const key = `set ${frameId} ${expression}`;
  return showValue(context, thread, shown!, expression, false, { key, hex: format?.hex });

  async function inProgram() {
    const answer = await evaluateWith(thread!, {}, assignment);
    if (answer.exceptionDetails) throw evaluationError(answer.exceptionDetails, answer.result);
    return answer.result;
  }
}

async function targetOf(expression: string): Promise<AnyNode> {
  const program = await parseTyped(expression);
  const [statement, more] = (program?.body ?? []) as AnyNode[];
  const target = statement?.expression as AnyNode | undefined;
  if (more || (target?.type !== 'Identifier' && target?.type !== 'MemberExpression')) {
    throw errors.notWritable(expression);
  }
  return target;
}
