import { errors } from '../../../protocol/errors.ts';
import type { CommandHelp, Given } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import type { Options } from '../options.ts';

export const mcpOptions = {
  headless: {
    type: 'boolean',
    summary: 'run programs here, also where a window of VS Code has the folder open',
  },
  window: { type: 'string', value: 'PID', summary: 'use this window of VS Code, or this "tandem serve"' },
  folder: { type: 'string', value: 'DIR', summary: 'the workspace folder (default: where this is started)' },
  'read-only': {
    type: 'boolean',
    summary: 'offer only what looks: nothing is started, moved, set or evaluated',
  },
  'redact-name': {
    type: 'string',
    multiple: true,
    value: 'NAME',
    summary: 'hide what is called so as well, in any writing; again for more',
  },
  'redact-value': {
    type: 'string',
    multiple: true,
    value: 'REGEXP',
    summary: 'hide what looks so as well; again for more',
  },
  'no-redaction': { type: 'boolean', summary: 'tell secrets as they are' },
  instructions: { type: 'boolean', summary: 'print what agents are told, and exit' },
} as const satisfies Options;

/** What the command line asks for, checked. */
export interface McpRequest {
  readonly headless: boolean;
  readonly window: number | undefined;
  readonly folder: string;
  readonly readOnly: boolean;
  readonly redaction: { readonly names: readonly string[]; readonly values: readonly string[] } | undefined;
  readonly instructions: boolean;
}

export function parseMcpRequest({ command, values, rest }: Given<typeof mcpOptions>): McpRequest {
  const refuse = (problem: string) => errors.cliUsage(problem, command);
  if (rest[0] !== undefined) throw refuse(`"${rest[0]}" is one argument too many.`);
  const { headless = false, window } = values;
  if (headless && window !== undefined)
    throw refuse('--headless is without a window: --window cannot go with it.');
  if (window !== undefined && !/^[1-9]\d*$/.test(window))
    throw refuse(`--window must be a process id, but is "${window}".`);
  const patterns = values['redact-value'] ?? [];
  for (const pattern of patterns) {
    if (!isPattern(pattern))
      throw refuse(`--redact-value must be a regular expression, but is "${pattern}".`);
  }
  return {
    headless,
    window: window === undefined ? undefined : Number(window),
    folder: values.folder ?? process.cwd(),
    readOnly: values['read-only'] ?? false,
    redaction: values['no-redaction'] ? undefined : { names: values['redact-name'] ?? [], values: patterns },
    instructions: values.instructions ?? false,
  };
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}

export const mcpHelp: CommandHelp = {
  about: 'Offers debugging to agents, by the Model Context Protocol on standard input and output.',
  usage: '[OPTIONS]',
  notes: `Programs run in the window of VS Code that has the folder open, whose user sees all that happens, or in the "tandem
serve" that has. Where there is none they run here, and end with this command. What looks like a secret is hidden.

Exit code: 0 when the client has left, 128 + n when signal n ended it, ${EXIT.usage} when this command line is wrong.

Examples:
  claude mcp add tandem -- tandem mcp
  tandem mcp --read-only --window 4711
  {"mcpServers": {"tandem": {"command": "tandem", "args": ["mcp"]}}}`,
};
