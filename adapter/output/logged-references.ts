import type { DebugProtocol } from '@vscode/debugprotocol';
import { LOGGED_REFERENCES } from '../../protocol/numbers.ts';
import type { Backend } from '../backend/backend.ts';

type Variables = DebugProtocol.VariablesResponse['body'];

/**
 * References for what a program has logged are numbers of their own, above those that engines hand out, so that an output
 * event can carry one although nobody has looked at the values yet. Each call of the console has two: that of its line in
 * the debug console, and that of what the line contains.
 */
const { first: FIRST } = LOGGED_REFERENCES;

/** For the output event of the call whose values are kept under that number. */
export const referenceOf = (entry: number): number => FIRST + 2 * entry;

export const isLogged = (reference: number): boolean => reference >= FIRST;

/**
 * The children of such a reference. Editors ask for those of the line as soon as it is printed, for each line, and show
 * them as lines of their own unless it is exactly one: so that question is answered here, at no cost to the program.
 */
export async function loggedVariables(
  reference: number,
  backend: () => Promise<Backend>,
): Promise<Variables> {
  const isLine = reference % 2 === 0;
  if (isLine) return { variables: [{ name: '', value: '', variablesReference: reference + 1 }] };
  return (await backend()).request('loggedValues', { entry: (reference - 1 - FIRST) / 2 });
}
