import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Frame, Variable } from '../../protocol/tasks/stop.ts';
import type { Requester } from '../dap/requester.ts';
import { clip, type Limits } from './limits.ts';

interface Locals {
  readonly locals: readonly Variable[];
  readonly more: boolean;
  /** The scopes around these, the innermost first, but not that of what every program has. */
  readonly outer: readonly DebugProtocol.Scope[];
}

/** The scopes of a module itself; a function's says so of itself. What lies beyond them belongs to others. */
const OF_MODULE = /^(?:Module|Script)\b/;

/** What JavaScript has everywhere. Python's `Globals` are the module's own. */
const GLOBAL = 'Global';

const isOutermost = ({ name, presentationHint }: DebugProtocol.Scope): boolean =>
  presentationHint === 'locals' || OF_MODULE.test(name);

/** What Node gives every CommonJS module: in each of them the same. */
const COMMONJS = ['exports', 'require', 'module', '__filename', '__dirname'];
/** How many of a list are left out at most: these, `this`, and the prototype. */
const NOISE = COMMONJS.length + 2;

/** The variables that a frame's own code has declared up to here, the innermost scope first. */
export async function localVariables(
  client: Requester,
  frame: Frame | undefined,
  limits: Limits,
): Promise<Locals> {
  if (!frame || frame.label) return { locals: [], more: false, outer: [] };
  const { scopes } = await client.request('scopes', { frameId: frame.id });
  const own = scopes.slice(0, scopes.findIndex(isOutermost) + 1);
  const lists = await Promise.all(own.map((scope) => variablesOf(client, scope, limits)));
  const all = lists.flat().filter((variable) => !isGlobalThis(variable) && !isPartOfModule(variable));
  const outer = scopes.slice(own.length).filter(({ name }) => name !== GLOBAL);
  return { locals: all.slice(0, limits.variables), more: all.length > limits.variables, outer };
}

/** The `this` of a function that has none, outside of strict mode. */
const isGlobalThis = ({ name, value }: Variable): boolean => name === 'this' && /^global\b/.test(value);

/** Where Python groups the names that each of its modules has. */
export const isPartOfModule = ({ name }: Pick<Variable, 'name'>): boolean => name === 'special variables';

/** The variables of one scope; one more than the limit allows tells that there are more. */
export const variablesOf = (
  client: Requester,
  { name: scope, variablesReference: reference }: DebugProtocol.Scope,
  limits: Limits,
): Promise<Variable[]> => membersOf(client, { reference, start: 0, scope }, limits);

interface Inside {
  /** DAP's. */
  readonly reference: number;
  readonly start: number;
  readonly scope?: string;
  /** Getters are not called. */
  readonly withoutCalls?: boolean;
}

/** What is inside of a scope or a value, from `start` on; one more than the limit allows tells that there are more. */
export async function membersOf(
  client: Requester,
  { reference, start, scope, withoutCalls = false }: Inside,
  limits: Limits,
): Promise<Variable[]> {
  const { variables } = await client.request('variables', {
    variablesReference: reference,
    start,
    count: limits.variables + 1 + NOISE,
    ...(withoutCalls && { withoutCalls }),
  });
  return withoutNoise(variables).map((variable) => variableInWords(variable, limits, scope));
}

interface Value {
  readonly name: string;
  readonly value: string;
  readonly type?: string | undefined;
  readonly variablesReference: number;
}

export const variableInWords = (
  { name, value, type, variablesReference }: Value,
  limits: Limits,
  scope?: string,
): Variable =>
  clipVariable(
    {
      name,
      value,
      ...(type !== undefined && { type }),
      ...(scope !== undefined && { scope }),
      ...(variablesReference > 0 && { reference: variablesReference }),
    },
    limits,
  );

/** One that has been cut is not cut again where the limit is the same. */
export function clipVariable(variable: Variable, limits: Pick<Limits, 'value'>): Variable {
  const { value, truncated } = variable;
  if (value.length <= limits.value + (truncated ? 1 : 0)) return variable;
  return { ...variable, value: clip(value, limits.value), truncated: true };
}

function withoutNoise(all: readonly DebugProtocol.Variable[]): DebugProtocol.Variable[] {
  const variables = all.filter(({ name }) => name !== '[[Prototype]]');
  const names = new Set(variables.map(({ name }) => name));
  if (!COMMONJS.every((name) => names.has(name))) return variables;
  return variables.filter(({ name }) => name !== 'this' && !COMMONJS.includes(name));
}
