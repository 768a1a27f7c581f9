import { VERSION } from '../../adapter/version.ts';
import { errors } from '../../protocol/errors.ts';
import { nearest } from '../../protocol/nearest.ts';
import { attachCommand } from './attach/attach-command.ts';
import { type Command, say } from './command.ts';
import { completionCommand } from './completion/completion-command.ts';
import { dapCommand } from './dap/dap-command.ts';
import { debugCommand } from './debug/debug-command.ts';
import { devCommand } from './dev/dev-command.ts';
import { doctorCommand } from './doctor/doctor-command.ts';
import { execCommand } from './exec/exec-command.ts';
import { EXIT } from './exit-code.ts';
import { mcpCommand } from './mcp/mcp-command.ts';
import { serveCommand } from './serve/serve-command.ts';
import { againCommands } from './tasks/again-commands.ts';
import { breakCommand } from './tasks/break-command.ts';
import { endingCommands } from './tasks/ending-commands.ts';
import { evalCommand } from './tasks/eval-command.ts';
import { moveCommands } from './tasks/move-commands.ts';
import { outputCommand } from './tasks/output-command.ts';
import { runToCommand } from './tasks/run-to-command.ts';
import { stackCommand } from './tasks/stack-command.ts';
import { startCommand } from './tasks/start-command.ts';
import { tasksCommand } from './tasks/tasks-command.ts';
import { varsCommand } from './tasks/vars-command.ts';
import { waitCommand } from './tasks/wait-command.ts';
import { windowsCommand } from './windows/windows-command.ts';

interface Group {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** All commands, as the help shows them. */
const GROUPS: readonly Group[] = [
  { title: 'In this terminal', commands: [debugCommand, execCommand, attachCommand] },
  {
    title: 'In a window of VS Code, or a server: start and end programs',
    commands: [serveCommand, windowsCommand, startCommand, tasksCommand, ...againCommands, ...endingCommands],
  },
  { title: 'Stop and move them', commands: [breakCommand, ...moveCommands, runToCommand, waitCommand] },
  { title: 'Look at them', commands: [stackCommand, varsCommand, evalCommand, outputCommand] },
  { title: 'For agents, and other editors', commands: [mcpCommand, dapCommand] },
  { title: 'The tool itself', commands: [doctorCommand, completionCommand(() => commands), devCommand] },
];

const commands: readonly Command[] = GROUPS.flatMap((group) => group.commands);

const HELP_WORDS = new Set(['--help', '-h', 'help']);
const VERSION_WORDS = new Set(['--version', '-v']);

/** Does what the command line asks for; resolves with the exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name !== undefined && VERSION_WORDS.has(name)) return say(VERSION);
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

const overview = (): string => `Tandem ${VERSION}: debugs JavaScript, TypeScript and Python programs.

Usage: tandem COMMAND [ARGUMENTS]

${GROUPS.map(groupText).join('\n\n')}

  --version   show the version
  --help      show this; "tandem COMMAND --help" tells more`;

const groupText = ({ title, commands }: Group): string =>
  `${title}:\n${commands.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join('\n')}`;
