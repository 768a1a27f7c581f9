import * as z from 'zod';
import { nearest } from '../../protocol/nearest.ts';
import { clip } from '../session/limits.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong, in words, each with where it is: `breakpoints[1].line must be a whole number, but is "12"`. */
export const problemsIn = (issues: readonly Issue[], type: z.ZodType): string[] =>
  issues
    .filter((issue) => issue.code !== 'custom' || !followsFromOther(issue, issues))
    .flatMap((issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue, type) : [inWords(issue)]));

/** What is missing may only be spelled wrong, which is told already. */
const followsFromOther = (issue: Issue, issues: readonly Issue[]): boolean =>
  issues.some(({ code, path }) => code === 'unrecognized_keys' && pathOf(path) === pathOf(issue.path));

function inWords(issue: Issue): string {
  const where = pathOf(issue.path);
  switch (issue.code) {
    case 'custom':
      return `${where === '' ? '' : `${where}: `}${issue.message.replace(/\.$/, '')}`;
    case 'invalid_type':
      if (issue.input === undefined && where !== '') return `${where} is missing`;
      return `${where || 'it'} must be ${KINDS[issue.expected] ?? issue.expected}, but is ${shown(issue.input)}`;
    case 'invalid_value':
      if (issue.input === undefined) return `${where} is missing: ${oneOf(issue.values)}`;
      return `${where || 'it'} must be ${oneOf(issue.values)}, but is ${shown(issue.input)}${meant(issue)}`;
    case 'too_small':
      if (issue.origin === 'string') return `${where || 'it'} must not be empty`;
      if (issue.origin === 'array') return `${where} must not be empty`;
      return `${where} must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}, but is ${shown(issue.input)}`;
    case 'too_big':
      if (issue.origin === 'string')
        return `${where || 'it'} must be at most ${issue.maximum} characters long`;
      return `${where} must be at most ${issue.maximum}, but is ${shown(issue.input)}`;
    case 'invalid_union':
      if (issue.input === undefined) return `${where} is missing: ${alternatives(issue.errors)}`;
      return `${where || 'it'} must be ${alternatives(issue.errors)}, but is ${shown(issue.input)}`;
    default:
      return `${where}: ${issue.message}`;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1
    ? shown(values[0])
    : `${values.slice(0, -1).map(shown).join(', ')} or ${shown(values.at(-1))}`;

function meant({ values, input }: z.core.$ZodIssueInvalidValue): string {
  const found = typeof input === 'string' ? nearest(input, values.map(String)) : undefined;
  return found === undefined ? '' : ` (did you mean "${found}"?)`;
}

function alternatives(errors: readonly (readonly Issue[])[]): string {
  const kinds = errors.map(([issue]) => {
    if (issue?.code === 'invalid_type') return KINDS[issue.expected] ?? issue.expected;
    return issue?.code === 'invalid_value' ? oneOf(issue.values) : 'what it may be';
  });
  return [...new Set(kinds)].join(' or ');
}

function unknownKeys({ keys, path }: z.core.$ZodIssueUnrecognizedKeys, type: z.ZodType): string[] {
  const known = keysAt(type, path);
  return keys.map((key) => {
    const candidate = nearest(key, known);
    const hint = candidate === undefined ? `there are ${known.join(', ')}` : `did you mean "${candidate}"?`;
    return `${pathOf([...path, key])} is not known (${known.length === 0 ? 'it takes nothing' : hint})`;
  });
}

/** The fields of the object at a path. */
function keysAt(type: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  let at: z.core.$ZodType | undefined = type;
  for (const key of path) {
    at = bare(at);
    if (at instanceof z.ZodObject) at = at.shape[String(key)];
    else if (at instanceof z.ZodArray) at = at.element as z.core.$ZodType;
    else return [];
  }
  const object = bare(at);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

const bare = (type: z.core.$ZodType | undefined): z.core.$ZodType | undefined =>
  type instanceof z.ZodOptional ? bare(type.unwrap() as z.core.$ZodType) : type;

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key),
    '',
  );

const MAX_SHOWN = 60;

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  return clip(JSON.stringify(value) ?? String(value), MAX_SHOWN);
}
