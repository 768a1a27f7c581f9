import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import { KEPT_ENTRIES, OUTPUT_HOOK, OUTPUT_HOOK_SYMBOL } from '../../../protocol/output-record.ts';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import type { Thread } from './thread.ts';
import { showValue, variables } from './variables.ts';

/** The function of the launcher's that answers in a thread: the program may have replaced the console, not this one. */
export const FIND_HOOK = `(() => {
  const own = globalThis.process?.getBuiltinModule?.('console') ?? console;
  const symbol = Object.getOwnPropertySymbols(own).find((it) => it.description === '${OUTPUT_HOOK_SYMBOL}');
  return own[symbol]?.name === '${OUTPUT_HOOK}' ? own[symbol] : undefined;
})()`;

type Variables = Body<'loggedValues'>['variables'];

const hooks = new WeakMap<Thread, Promise<string | undefined>>();

function hookOf(thread: Thread): Promise<string | undefined> {
  let hook = hooks.get(thread);
  if (!hook) {
    hook = thread.channel
      .post('Runtime.evaluate', { expression: FIND_HOOK, silent: true, disableBreaks: true })
      .then(({ result }) => (result.type === 'function' ? result.objectId : undefined));
    hooks.set(thread, hook);
    hook.catch(() => hooks.delete(thread));
  }
  return hook;
}

async function ask(
  thread: Thread,
  question: 'values' | 'log',
  ...args: (string | number)[]
): Promise<Protocol.Runtime.RemoteObject | undefined> {
  const objectId = await hookOf(thread);
  if (!objectId) return undefined;
  const { result } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: `function (...args) { return this('${OUTPUT_HOOK}', ...args); }`,
    arguments: [question, ...args].map((value) => ({ value })),
    silent: true,
  });
  return result;
}

/**
 * Writes the message of a log point into the program's own output, between what the program wrote before it and what it
 * writes next. False where that output does not lead to the adapter.
 */
export async function logInOutput(thread: Thread, text: string, site: string): Promise<boolean> {
  return (await ask(thread, 'log', text, site))?.value === true;
}

/** What the program keeps of a call of its console: the one object among the arguments, opened, or all of them. */
export async function loggedValues(
  context: EngineContext,
  { entry }: Arguments<'loggedValues'>,
): Promise<Body<'loggedValues'>> {
  const told = await context.consoleCalls.values(entry);
  if (told) return { variables: await opened(context, told) };
  const thread = context.main;
  if (!thread || !context.threads.has(thread.id)) throw errors.programEnded();
  const kept = await ask(thread, 'values', entry);
  if (!kept?.objectId) return { variables: [GIVEN_UP] };
  const { result } = await thread.channel.post('Runtime.getProperties', {
    objectId: kept.objectId,
    ownProperties: true,
    generatePreview: true,
  });
  await thread.channel.post('Runtime.releaseObject', { objectId: kept.objectId });
  const shown = result
    .filter(({ name, value }) => value && name !== 'length')
    .map(({ name, value }) => ({ name, ...showValue(context, thread, value!, undefined, true) }));
  return { variables: await opened(context, shown) };
}

/** The one object among values is shown from inside. */
async function opened(context: EngineContext, shown: Variables): Promise<Variables> {
  const [object, ...others] = shown.filter(({ variablesReference }) => variablesReference > 0);
  // One that is offered in pages needs a line of its own.
  if (!object || others.length > 0 || object.indexedVariables !== undefined) return shown;
  return (await variables(context, { variablesReference: object.variablesReference })).variables;
}

const GIVEN_UP = {
  name: '',
  value: `no longer kept: the program holds on to the values of its last ${KEPT_ENTRIES} messages only`,
  variablesReference: 0,
};
