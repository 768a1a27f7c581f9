import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Contender } from '../adapters/contender.ts';
import { Debuggee, type Stop } from './debuggee.ts';
import type { BenchProgram } from './program.ts';
import { timed } from './timed.ts';
import { within } from './within.ts';

/** Milliseconds until somebody sees what they opened. */
export interface ValueTimes {
  /** All variables in one line each. */
  readonly scope: number;
  readonly small: number;
  readonly array: number;
  readonly bytes: number;
  readonly map: number;
  readonly object: number;
}

type Variable = DebugProtocol.Variable;

const LARGE = ['array', 'bytes', 'map', 'object'] as const;
const PAGE = 100;

export async function measureValues(contender: Contender, program: BenchProgram): Promise<ValueTimes> {
  await using debuggee = await within('an adapter', Debuggee.open(contender, program));
  debuggee.launch(contender.settings);
  const stop = await within('the first stop', debuggee.stopped);
  const { client, threadId } = stop;
  const { stackFrames } = await client.request('stackTrace', { threadId, startFrame: 0, levels: 20 });
  const { scopes } = await client.request('scopes', { frameId: stackFrames[0]!.id });
  let variables: Variable[] = [];
  const scope = await timed(async () => {
    const { variablesReference } = scopes[0]!;
    ({ variables } = await within('the variables', client.request('variables', { variablesReference })));
  });
  const opened = (name: string) =>
    timed(() => within(name, open(stop, variables.find((variable) => variable.name === name)!)));
  const small = await opened('small');
  const times: Record<string, number> = {};
  for (const name of LARGE) times[name] = await opened(name);
  return { scope, small, ...times } as unknown as ValueTimes;
}

/** Opens a value as an editor does, and goes to the last of its parts. */
async function open({ client }: Stop, { variablesReference, indexedVariables = 0 }: Variable): Promise<void> {
  if (indexedVariables > 0) {
    await client.request('variables', { variablesReference, filter: 'named' });
    const start = indexedVariables - PAGE;
    await client.request('variables', { variablesReference, filter: 'indexed', start, count: PAGE });
    return;
  }
  const { variables } = await client.request('variables', { variablesReference });
  const part = variables.findLast(({ name }) => name.startsWith('[') && !name.startsWith('[['));
  if (part) await open({ client } as Stop, part);
}
