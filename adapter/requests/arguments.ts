import { errors, type TandemError } from '../../protocol/errors.ts';
import type { Kind } from './handler.ts';

const A_KIND: Readonly<Record<Kind, string>> = {
  string: 'a string',
  number: 'a number',
  object: 'an object',
};

/** What is wrong with a request's arguments, if anything: they come from outside, and handlers rely on them. */
export function argumentProblem(
  command: string,
  args: unknown,
  needs: Readonly<Record<string, Kind | undefined>> = {},
): TandemError | undefined {
  const given = args as Readonly<Record<string, unknown>>;
  for (const [name, kind] of Object.entries(needs)) {
    const value = given[name];
    if (kind && (typeof value !== kind || value === null))
      return errors.requestInvalid(command, name, A_KIND[kind]);
  }
  return undefined;
}
