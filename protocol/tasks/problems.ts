import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

/** What is wrong with a value that a schema has refused, each in a few words: `breakpoints[0].line: expected number`. */
export const problemsOf = ({ issues }: z.core.$ZodError): string[] => issues.flatMap((issue) => told(issue));

function told(issue: Issue, above: readonly PropertyKey[] = []): string[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // What was meant is, most likely, the one with the least that is wrong.
    const [nearest = []] = issue.errors.toSorted((one, other) => one.length - other.length);
    if (nearest.length > 0) return nearest.flatMap((inner) => told(inner, path));
  }
  const where = pathText(path);
  const what = issue.message.replace(/^Invalid input: /, '');
  return [where === '' ? what : `${where}: ${what}`];
}

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
