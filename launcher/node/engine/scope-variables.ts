import type { DebugProtocol } from '@vscode/debugprotocol';
import { withDescriptions } from './custom-descriptions.ts';
import { type FrameNames, renamedIn } from './frame-names.ts';
import { freshVariables } from './fresh-scopes.ts';
import type { Protocol } from './inspector-channel.ts';
import { describe, type Look } from './members.ts';
import type { Container } from './references.ts';
import { RETURN_VALUE, returnValueOf } from './returned-value.ts';
import { isWholeModule } from './scopes.ts';
import { showValue } from './shown-value.ts';

/** The variables of a scope; those of a function have what the call is about besides: its `this`, what it returns. */
export async function scopeVariables(
  look: Look,
  { frame, scopeNumber }: Extract<Container, { kind: 'scope' }>,
): Promise<DebugProtocol.Variable[]> {
  const { context, object, reference, hex } = look;
  const { call, thread } = frame;
  const scope = call.scopeChain[scopeNumber];
  const type = scope?.type;
  const names = await renamedIn(frame);
  const isCall = type === 'local' || type === 'module';
  const returned = scopeNumber === 0 ? returnValueOf(thread, call) : undefined;
  const [list, [self, returnValue]] = await Promise.all([
    thread.channel
      .post('Runtime.getProperties', { objectId: object.objectId, ownProperties: true })
      .then(({ result }) => result.filter((variable) => !thread.inserted.isOwn(variable)))
      .then((result) => freshVariables(frame, scopeNumber, result))
      .then((result) => describe(look, { result: inSourceNames(call, scopeNumber, result, names) }))
      .then((variables) => (scope && isWholeModule(scope) ? ownFirst(variables) : variables)),
    isCall ? withDescriptions(context, thread, [call.this, ...(returned ? [returned] : [])]) : [],
  ]);
  if (!isCall) return list;
  const extras: DebugProtocol.Variable[] = [];
  const key = (name: string) => ({ key: `${reference}.${name}`, hex });
  if (returnValue) {
    extras.push({
      name: RETURN_VALUE,
      evaluateName: RETURN_VALUE,
      ...showValue(context, thread, returnValue, RETURN_VALUE, false, key('return')),
      presentationHint: call.returnValue ? {} : { attributes: ['readOnly'] },
    });
  }
  if (self && self.type !== 'undefined') {
    const shown = showValue(context, thread, self, 'this', false, key('this'));
    extras.push({ name: 'this', evaluateName: 'this', ...shown });
  }
  return [...list.filter((variable) => variable.name !== 'this'), ...extras];
}

/** What Node passes to every CommonJS module is what nobody looks for. */
const PASSED_BY_NODE: ReadonlySet<string> = new Set([
  'exports',
  'require',
  'module',
  '__filename',
  '__dirname',
]);

function ownFirst(variables: readonly DebugProtocol.Variable[]): DebugProtocol.Variable[] {
  const isOwn = ({ name }: DebugProtocol.Variable) => !PASSED_BY_NODE.has(name);
  return [...variables.filter(isOwn), ...variables.filter((variable) => !isOwn(variable))];
}

/** Variables under the names that they have in the source. */
function inSourceNames(
  { scopeChain }: Protocol.Debugger.CallFrame,
  scopeNumber: number,
  variables: readonly Protocol.Runtime.PropertyDescriptor[],
  names: FrameNames,
): Protocol.Runtime.PropertyDescriptor[] {
  const scope = scopeChain[scopeNumber]!;
  return variables.map((variable) => ({ ...variable, name: names.originalOf(scope, variable.name) }));
}
