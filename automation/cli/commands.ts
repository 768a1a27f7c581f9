import { nearest } from '../../adapter/settings/unknown-settings.ts';
import { errors } from '../../protocol/errors.ts';
import { attachCommand } from './attach/attach-command.ts';
import { type Command, say } from './command.ts';
import { debugCommand } from './debug/debug-command.ts';
import { execCommand } from './exec/exec-command.ts';
import { EXIT } from './exit-code.ts';
import { mcpCommand } from './mcp/mcp-command.ts';

declare const TANDEM_VERSION: string;

const commands: readonly Command[] = [debugCommand, execCommand, attachCommand, mcpCommand];

const HELP_WORDS = new Set(['--help', '-h', 'help']);
const VERSION_WORDS = new Set(['--version', '-v']);

/** Does what the command line asks for; resolves with the exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name !== undefined && VERSION_WORDS.has(name)) return say(TANDEM_VERSION);
  if (name === undefined) {
    process.stderr.write(`${overview()}\n`);
    return EXIT.usage;
  }
  if (HELP_WORDS.has(name)) return say(rest[0] === undefined ? overview() : find(rest[0]).help());
  return find(name).run(rest);
}

function find(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command) return command;
  const candidates = commands.map((candidate) => candidate.name);
  throw errors.cliCommandUnknown(name, nearest(name, candidates));
}

const overview = (): string => `Tandem ${TANDEM_VERSION}: debugs JavaScript and TypeScript programs.

Usage: tandem COMMAND [ARGUMENTS]

${commands.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join('\n')}

  --version  show the version
  --help     show this; "tandem COMMAND --help" tells more`;
