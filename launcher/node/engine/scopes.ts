import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { shownLocation } from './locations.ts';
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

export async function scopes(context: EngineContext, args: Arguments<'scopes'>): Promise<Body<'scopes'>> {
  const frame = context.references.frame(args.frameId);
  if (!frame.call) return { scopes: [] };
  const live = frame as LiveFrame;
  return {
    scopes: await Promise.all(
      live.call.scopeChain.map((scope, number) => describe(context, live, scope, number)),
    ),
  };
}

async function describe(
  context: EngineContext,
  frame: LiveFrame,
  scope: Protocol.Debugger.Scope,
  scopeNumber: number,
): Promise<DebugProtocol.Scope> {
  const { thread } = frame;
  const object: ObjectContainer = {
    kind: 'object',
    thread,
    objectId: scope.object.objectId ?? '',
    length: undefined,
    evaluateName: '',
  };
  const container = { kind: 'scope', object, frame, scopeNumber } as const;
  return {
    name: nameOf(scope, frame),
    variablesReference: context.references.addContainer(
      container,
      thread,
      false,
      `scope ${scopeNumber} of ${frame.call.callFrameId}`,
    ),
    expensive: scope.type === 'global',
    ...(scope.type === 'local' ? { presentationHint: 'locals' as const } : {}),
    ...(await rangeOf(context, frame, scope)),
  };
}

function nameOf(scope: Protocol.Debugger.Scope, { call }: LiveFrame): string {
  if (isWholeModule(scope)) return names.module;
  const name = names[scope.type];
  if (scope.type === 'closure' && scope.name) return `${name} (${scope.name})`;
  return scope.type === 'local' && call.functionName ? `${name}: ${call.functionName}` : name;
}

/** To Node a CommonJS module is the body of a function; to whoever wrote it, it is a module. */
export const isWholeModule = ({ type, name, startLocation }: Protocol.Debugger.Scope): boolean =>
  (type === 'local' || type === 'closure') &&
  !name &&
  startLocation?.lineNumber === 0 &&
  !startLocation.columnNumber;

/** The lines of a scope, as its author wrote them; nothing where its two ends do not come from one source. */
async function rangeOf(
  context: EngineContext,
  { thread }: LiveFrame,
  { startLocation, endLocation }: Protocol.Debugger.Scope,
): Promise<Partial<DebugProtocol.Scope>> {
  if (!startLocation || !endLocation) return {};
  const start = await shownLocation(context, thread, startLocation);
  const end = await shownLocation(context, thread, endLocation);
  if (!start.source || start.source.path !== end.source?.path || end.line < start.line) return {};
  const { source, line, column } = start;
  return { source, line, column, endLine: end.line, endColumn: end.column };
}
