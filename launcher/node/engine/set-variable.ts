import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import { refuseConstant } from './assignable.ts';
import type { EngineContext } from './context.ts';
import { evaluationError } from './evaluation-error.ts';
import { inGeneratedNames, renamedIn } from './frame-names.ts';
import { markTouched } from './fresh-scopes.ts';
import type { Protocol } from './inspector-channel.ts';
import { ACCESS_LIMIT, asArgument, asTimeout, evaluateWith, OF_STOP } from './limited-call.ts';
import { nameOf } from './member-names.ts';
import type { Container, LiveFrame, ObjectContainer } from './references.ts';
import { returnWhatIsNamed } from './returned-name.ts';
import { RETURN_VALUE, returnInstead } from './returned-value.ts';
import { showValue } from './shown-value.ts';
import { withPreviews } from './value-previews.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;

/** Scopes whose variables V8 can write by name; in the others it takes an assignment. */
const WRITABLE = new Set(['local', 'closure', 'block', 'catch']);

export async function setVariable(
  context: EngineContext,
  args: Arguments<'setVariable'>,
): Promise<Body<'setVariable'>> {
  const container = context.references.container(args.variablesReference);
  if (container.kind === 'getter') throw errors.notWritable(args.name);
  if (container.kind === 'scope') return setInScope(context, container, args);
  const object = container.kind === 'range' ? container.of : container;
  const owner = container.kind === 'range' ? container.owner : args.variablesReference;
  const result = await setInObject(object, args);
  const [shown] = await withPreviews(object.thread, [result]);
  return showValue(context, object.thread, shown!, nameOf(object.evaluateName, args.name), object.isLasting, {
    key: `${owner}.${args.name}`,
    hex: args.format?.hex,
  });
}

async function setInObject(
  object: ObjectContainer,
  { name, value: expression }: Arguments<'setVariable'>,
): Promise<RemoteObject> {
  const { thread, objectId, entryOf, subtype } = object;
  const isInternal = name.startsWith('[[');
  const isEntry = (subtype === 'set' || subtype === 'map') && /^(?:\d+|size)$/.test(name);
  if (isInternal || isEntry || (entryOf && name !== 'value')) {
    throw errors.notWritable(name);
  }
  const call = thread.paused?.callFrames[0];
  const value = call
    ? await evaluateIn({ thread, call }, `(${expression}\n)`)
    : await evaluateInProgram(object, `(${expression}\n)`);
  const values = { owner: { objectId }, value: asArgument(value), key: { value: name } };
  const { result, exceptionDetails } = entryOf
    ? await evaluateWith(thread, { ...values, map: { objectId: entryOf.objectId } }, SET_ENTRY)
    : await evaluateWith(thread, values, name.startsWith('#') ? `$_.owner.${name} = $_.value` : SET_PROPERTY);
  if (exceptionDetails) throw evaluationError(exceptionDetails, result);
  return result;
}

const SET_ENTRY =
  '(({ map, owner, value }) => { Map.prototype.set.call(map, owner.key, value); return (owner.value = value); })($_)';

/** A symbol is told by its description: the client has no other name for it. */
const SET_PROPERTY = `(function (owner, key, value) {
  'use strict';
  const symbol = key.startsWith('Symbol(')
    ? Object.getOwnPropertySymbols(owner).find((it) => it.toString() === key)
    : undefined;
  owner[symbol ?? key] = value;
  return owner[symbol ?? key];
})($_.owner, $_.key, $_.value)`;

async function setInScope(
  context: EngineContext,
  { frame, scopeNumber }: Extract<Container, { kind: 'scope' }>,
  { variablesReference, name, value: expression, format }: Arguments<'setVariable'>,
): Promise<Body<'setVariable'>> {
  const { thread, call } = frame;
  if (name === RETURN_VALUE && scopeNumber === 0) return setReturnValue(context, frame, expression);
  const type = call.scopeChain[scopeNumber]?.type ?? '';
  if (name === 'this') throw errors.notWritable(name);
  await refuseConstant(frame, name);
  const names = await renamedIn(frame);
  const inV8 = names.generated.get(name) ?? name;
  const evaluated = await evaluateIn(
    frame,
    WRITABLE.has(type) ? `(${expression}\n)` : `${name} = (${expression}\n)`,
  );
  if (WRITABLE.has(type)) {
    await thread.channel.post('Debugger.setVariableValue', {
      scopeNumber,
      variableName: inV8,
      newValue: asArgument(evaluated),
      callFrameId: call.callFrameId,
    });
  }
  markTouched(thread);
  await returnWhatIsNamed(frame);
  const [shown] = await withPreviews(thread, [evaluated]);
  return showValue(context, thread, shown!, name, false, {
    key: `${variablesReference}.${name}`,
    hex: format?.hex,
  });
}

/** V8 lets it be changed as long as the function has not returned. */
async function setReturnValue(
  context: EngineContext,
  frame: LiveFrame,
  expression: string,
): Promise<Body<'setVariable'>> {
  if (!frame.call.returnValue) throw errors.notWritable(RETURN_VALUE);
  const evaluated = await evaluateIn(frame, `(${expression}\n)`);
  await returnInstead(frame.thread, frame.call, evaluated);
  const [shown] = await withPreviews(frame.thread, [evaluated]);
  return showValue(context, frame.thread, shown!, RETURN_VALUE);
}

/** Evaluates what is to become a value, in a call, in the words of its source. */
export async function evaluateIn(frame: LiveFrame, expression: string): Promise<RemoteObject> {
  const { thread, call } = frame;
  markTouched(thread);
  const text = await inGeneratedNames(expression, await renamedIn(frame));
  const answer = thread.channel.post('Debugger.evaluateOnCallFrame', {
    callFrameId: call.callFrameId,
    expression: text,
    objectGroup: OF_STOP,
    silent: true,
    timeout: ACCESS_LIMIT,
  });
  const { result, exceptionDetails } = await answer.catch((error: unknown) => {
    throw asTimeout(error, ACCESS_LIMIT);
  });
  if (exceptionDetails) throw evaluationError(exceptionDetails, result);
  return result;
}

async function evaluateInProgram({ thread }: ObjectContainer, expression: string): Promise<RemoteObject> {
  const { result, exceptionDetails } = await evaluateWith(thread, {}, expression);
  if (exceptionDetails) throw evaluationError(exceptionDetails, result);
  return result;
}
