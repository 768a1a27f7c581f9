import { readdirSync } from 'node:fs';
import type { DapClient } from '../../dap/dap-client.ts';
import { findPromptCommand, promptCommands } from './commands/table.ts';
import type { CurrentStop } from './current-stop.ts';
import type { Completion } from './prompt-command.ts';

interface Place {
  readonly client: DapClient;
  readonly current: CurrentStop | undefined;
}

type Completed = [candidates: string[], part: string];

const COMPLETERS: Readonly<
  Record<Completion, (text: string, place: Place) => Completed | Promise<Completed>>
> = {
  file: completeFile,
  expression: completeExpression,
};

/** What the end of a line may become: command names first, then what the command takes. */
export async function completeLine(line: string, place: Place): Promise<Completed> {
  const [, word = '', rest] = /^\s*(\S*)(?:\s+(.*))?$/s.exec(line) ?? [];
  if (rest === undefined) {
    const names = promptCommands.map(({ names: [name] }) => `${name} `);
    return [names.filter((name) => name.startsWith(word)), word];
  }
  const completes = findPromptCommand(word)?.completes;
  return completes ? COMPLETERS[completes](rest, place) : [[], rest];
}

function completeFile(text: string): Completed {
  if (text.includes(':')) return [[], text];
  const directory = /^(.*[\\/])?/.exec(text)?.[0] ?? '';
  const entries = readdirSync(directory || '.', { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .map((entry) => `${directory}${entry.name}${entry.isDirectory() ? '/' : ':'}`);
  return [entries.filter((entry) => entry.startsWith(text)), text];
}

/** Names in scope; after a dot, the members of what stands before it, if looking at that changes nothing. */
async function completeExpression(text: string, place: Place): Promise<Completed> {
  const [path = ''] = /[\p{ID_Continue}$.]*$/u.exec(text) ?? [];
  const dot = path.lastIndexOf('.');
  const part = path.slice(dot + 1);
  const names = await (dot < 0 ? namesInScope(place) : memberNames(place, path.slice(0, dot)));
  const candidates = new Set(
    names.filter((name) => name.startsWith(part) && /^[\p{ID_Start}$_]/u.test(name)),
  );
  return [[...candidates].sort(), part];
}

async function namesInScope({ client, current }: Place): Promise<string[]> {
  if (!current?.frame) return [];
  const { scopes } = await client.request('scopes', { frameId: current.frame.id });
  const near = scopes.filter(({ expensive }) => !expensive);
  const lists = await Promise.all(near.map(({ variablesReference }) => namesIn(client, variablesReference)));
  return lists.flat();
}

async function memberNames({ client, current }: Place, expression: string): Promise<string[]> {
  if (!current?.frame) return [];
  const frameId = current.frame.id;
  const { variablesReference } = await client.request('evaluate', { expression, frameId, context: 'hover' });
  return variablesReference > 0 ? namesIn(client, variablesReference) : [];
}

async function namesIn(client: DapClient, variablesReference: number): Promise<string[]> {
  const { variables } = await client.request('variables', { variablesReference });
  return variables.map(({ name }) => name);
}
