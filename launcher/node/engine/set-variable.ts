import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { evaluationError } from './evaluation-error.ts';
import type { Protocol } from './inspector-channel.ts';
import { nameOf } from './member-names.ts';
import type { Container, LiveFrame } from './references.ts';
import { RETURN_VALUE } from './returned-value.ts';
import { showValue } from './shown-value.ts';
import type { Thread } from './thread.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;

/** Scopes whose variables V8 can write by name; in the others it takes an assignment. */
const WRITABLE = new Set(['local', 'closure', 'block', 'catch']);

export async function setVariable(
  context: EngineContext,
  args: Arguments<'setVariable'>,
): Promise<Body<'setVariable'>> {
  const container = context.references.container(args.variablesReference);
  if (container.kind === 'getter' || container.kind === 'range') throw errors.notWritable(args.name);
  if (container.kind === 'scope') return setInScope(context, container, args);
  const { thread } = container;
  const call = thread.paused?.callFrames[0];
  const value = call
    ? await evaluateIn({ thread, call }, `(${args.value}\n)`)
    : await evaluateInProgram(thread, `(${args.value}\n)`);
  const { result, exceptionDetails } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId: container.objectId,
    functionDeclaration: 'function (name, value) { "use strict"; this[name] = value; return this[name]; }',
    arguments: [{ value: args.name }, asArgument(value)],
    generatePreview: true,
    silent: true,
  });
  if (exceptionDetails) throw evaluationError(exceptionDetails, result);
  return showValue(context, thread, result, nameOf(container.evaluateName, args.name));
}

async function setInScope(
  context: EngineContext,
  { frame, scopeNumber }: Extract<Container, { kind: 'scope' }>,
  { name, value: expression }: Arguments<'setVariable'>,
): Promise<Body<'setVariable'>> {
  const { thread, call } = frame;
  if (name === RETURN_VALUE && scopeNumber === 0) return setReturnValue(context, frame, expression);
  const type = call.scopeChain[scopeNumber]?.type ?? '';
  const evaluated = await evaluateIn(
    frame,
    WRITABLE.has(type) ? `(${expression}\n)` : `${name} = (${expression}\n)`,
  );
  if (WRITABLE.has(type)) {
    await thread.channel.post('Debugger.setVariableValue', {
      scopeNumber,
      variableName: name,
      newValue: asArgument(evaluated),
      callFrameId: call.callFrameId,
    });
  }
  return showValue(context, thread, evaluated, name);
}

/** V8 lets it be changed as long as the function has not returned. */
async function setReturnValue(
  context: EngineContext,
  frame: LiveFrame,
  expression: string,
): Promise<Body<'setVariable'>> {
  if (!frame.call.returnValue) throw errors.notWritable(RETURN_VALUE);
  const evaluated = await evaluateIn(frame, `(${expression}\n)`);
  await frame.thread.channel.post('Debugger.setReturnValue', { newValue: asArgument(evaluated) });
  frame.call.returnValue = evaluated;
  return showValue(context, frame.thread, evaluated, RETURN_VALUE);
}

async function evaluateIn({ thread, call }: LiveFrame, expression: string): Promise<RemoteObject> {
  const { result, exceptionDetails } = await thread.channel.post('Debugger.evaluateOnCallFrame', {
    callFrameId: call.callFrameId,
    expression,
    generatePreview: true,
    silent: true,
  });
  if (exceptionDetails) throw evaluationError(exceptionDetails, result);
  return result;
}

async function evaluateInProgram(thread: Thread, expression: string): Promise<RemoteObject> {
  const { result, exceptionDetails } = await thread.channel.post('Runtime.evaluate', {
    expression,
    silent: true,
  });
  if (exceptionDetails) throw evaluationError(exceptionDetails, result);
  return result;
}

const asArgument = ({ objectId, unserializableValue, value }: RemoteObject): Protocol.Runtime.CallArgument =>
  objectId ? { objectId } : unserializableValue ? { unserializableValue } : { value };
