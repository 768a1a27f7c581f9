import type * as z from 'zod/mini';
import { errors } from '../../protocol/errors.ts';

/** What each setting must be, in the words of its error message. */
export type MustBe<Name extends string> = Readonly<Record<Name, string>>;

/**
 * Reads what a client sent; the error names the one setting to look at first. The schema is built on first use: a
 * module that is only imported must cost nothing.
 */
export function settingsReader<S extends z.ZodMiniObject>(
  makeSchema: () => S,
  mustBe: MustBe<string>,
): (raw: object) => z.output<S> {
  let schema: S | undefined;
  return (raw) => {
    schema ??= makeSchema();
    const result = schema.safeParse(raw);
    if (result.success) return result.data as z.output<S>;
    const path = result.error.issues[0]?.path ?? [];
    const seen = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)[key], raw);
    throw errors.settingInvalid(path.join('.'), mustBe[String(path[0])]!, describe(seen));
  };
}

function describe(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 59)}…` : json;
}
