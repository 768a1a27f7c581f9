import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import type { LiveFrame, ObjectContainer } from './references.ts';

type ScopeType = Protocol.Debugger.Scope['type'];

const names: Record<ScopeType, string> = {
  local: 'Local',
  closure: 'Closure',
  block: 'Block',
  catch: 'Catch',
  module: 'Module',
  script: 'Script',
  global: 'Global',
  with: 'With',
  eval: 'Eval',
  'wasm-expression-stack': 'WebAssembly stack',
};

export function scopes(context: EngineContext, args: Arguments<'scopes'>): Body<'scopes'> {
  const frame = context.references.frame(args.frameId);
  if (!frame.call) return { scopes: [] };
  const live = frame as LiveFrame;
  return { scopes: live.call.scopeChain.map((scope, number) => describe(context, live, scope, number)) };
}

function describe(
  context: EngineContext,
  frame: LiveFrame,
  scope: Protocol.Debugger.Scope,
  scopeNumber: number,
): DebugProtocol.Scope {
  const { thread } = frame;
  const object: ObjectContainer = {
    kind: 'object',
    thread,
    objectId: scope.object.objectId ?? '',
    length: undefined,
    evaluateName: '',
  };
  const owner = scope.type === 'local' ? frame.call.functionName : scope.name;
  const name = owner ? `${names[scope.type]}: ${owner}` : names[scope.type];
  const container = { kind: 'scope', object, frame, scopeNumber } as const;
  return {
    name,
    variablesReference: context.references.addContainer(container, thread),
    expensive: scope.type === 'global',
    ...(scope.type === 'local' ? { presentationHint: 'locals' as const } : {}),
  };
}
