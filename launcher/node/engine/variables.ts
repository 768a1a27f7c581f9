import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { getterValue } from './getters.ts';
import type { Look } from './members.ts';
import { inObject, inRange } from './object-children.ts';
import type { Container, ObjectContainer } from './references.ts';
import { scopeVariables } from './scope-variables.ts';

export { showValue } from './shown-value.ts';

/** What is inside of something that was shown: a scope, an object, a part of a large one, or what a getter returns. */
export async function variables(
  context: EngineContext,
  args: Arguments<'variables'>,
  signal?: AbortSignal,
): Promise<Body<'variables'>> {
  const reference = args.variablesReference;
  const container = context.references.container(reference);
  const look = (object: ObjectContainer, owner = reference): Look => ({
    context,
    object,
    reference: owner,
    hex: args.format?.hex === true,
    signal,
  });
  return { variables: await childrenOf(container, look, args) };
}

async function childrenOf(
  container: Container,
  look: (object: ObjectContainer, owner?: number) => Look,
  args: Arguments<'variables'>,
): Promise<DebugProtocol.Variable[]> {
  switch (container.kind) {
    case 'getter':
      if (args.withoutCalls) throw errors.sideEffects();
      return getterValue(look(container.owner), container);
    case 'scope':
      return scopeVariables(look(container.object), container).then((list) => pageOf(list, args));
    case 'range':
      return inRange(look(container.of, container.owner), container);
    case 'object':
      return inObject(look(container), args);
  }
}

const pageOf = <T>(list: readonly T[], { start = 0, count }: Arguments<'variables'>): T[] =>
  list.slice(start, count ? start + count : undefined);
