import { meetingPlaces } from '../../../ipc/private-directory.ts';
import type { ServerPublication } from '../../../ipc/publication.ts';
import { TandemError } from '../../../protocol/errors.ts';
import type { Problem } from '../../../protocol/tasks/parts.ts';
import type { TaskInfo } from '../../../protocol/tasks/task.ts';
import { findServer, runningServers } from '../../discovery/find-server.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { problemFields } from '../failure-fields.ts';
import type { Canvas } from '../render/source-window.ts';
import { type Cell, renderTable } from '../render/table.ts';
import { ask } from '../tasks/connect.ts';
import { tell } from '../tasks/report.ts';
import { noArguments } from '../tasks/task-options.ts';

export const windowsCommand = defineCommand({
  name: 'windows',
  summary: 'list the windows and servers that can be driven',
  help: {
    about:
      'Lists the windows of VS Code and the servers that can be driven, and marks the one that would be from here.',
    usage: '[OPTIONS]',
    notes: `The one that is marked with "*" is used without "--window": the one to which this terminal belongs, or the one in whose
folder you are. The number is what "--window" takes.

Exit code: ${EXIT.ok}, also when there is none.`,
  },
  options: { json: { type: 'boolean', summary: 'answer in JSON' } },
  optionsPlace: 'anywhere',
  run: async ({ values, rest, command }) => {
    noArguments(rest, command);
    const found = await Promise.all(runningServers().map(inspect));
    // Only now: who is gone, and was found to be, is no longer there to be chosen.
    const choice = choose();
    const servers = found.filter((server) => !isGone(server)).map((server) => marked(server, choice));
    return tell(
      {
        data: {
          servers,
          lookedIn: meetingPlaces(),
          ...(choice.error && { error: problemFields(choice.error) }),
        },
        text: (canvas) => (servers.length === 0 ? renderNone(canvas) : render(servers, choice, canvas)),
      },
      values.json,
    );
  },
});

interface Choice {
  readonly pid?: number | undefined;
  readonly reason?: 'terminal' | 'folder';
  /** Why none would be used. */
  readonly error?: TandemError;
}

/** The one that would be used, and why. */
function choose(): Choice {
  const byFolder = chosenWith({});
  const { pid, error } = chosenWith(process.env);
  if (error) return { error };
  return { pid, reason: pid === byFolder.pid ? 'folder' : 'terminal' };
}

function chosenWith(env: NodeJS.ProcessEnv): { pid?: number | undefined; error?: TandemError } {
  try {
    return { pid: findServer({ env }).publication?.pid };
  } catch (thrown) {
    return { error: TandemError.from(thrown) };
  }
}

/** A server, as it is told in JSON: without what opens it. */
interface ServerInfo {
  readonly pid: number;
  readonly kind: 'window' | 'server';
  readonly name: string;
  readonly folders: readonly string[];
  readonly endpoint: string;
  readonly version: string;
  readonly startedAt: number;
  /** Why it would be used from here; absent for those that would not. */
  readonly used?: 'terminal' | 'folder';
  readonly tasks?: readonly TaskInfo[];
  /** Why its tasks are not known. */
  readonly error?: Problem;
}

async function inspect({ token: _, ...told }: ServerPublication): Promise<ServerInfo> {
  const listing = ask(told.pid, (commander) => commander.send('ListTasks', {}));
  const details = await listing.then(
    ({ tasks }) => ({ tasks }),
    (thrown: unknown) => ({ error: problemFields(TandemError.from(thrown)) }),
  );
  return { ...told, ...details };
}

/** It was killed a moment ago: what it had published is removed by whoever wants to connect to it. */
const isGone = ({ error }: ServerInfo): boolean => GONE.has(error?.code);
const GONE: ReadonlySet<string | undefined> = new Set(['discovery.gone', 'discovery.pidUnknown']);

const marked = (server: ServerInfo, { pid, reason }: Choice): ServerInfo =>
  pid === server.pid && reason ? { ...server, used: reason } : server;

const WHY = { terminal: 'this terminal is its own', folder: 'you are in its folder' } as const;

/** Where they would be, and what to do next. */
const renderNone = ({ paint }: Canvas): string =>
  [
    'There is no window of VS Code with Tandem, and no "tandem serve".',
    `Open ${process.cwd()} in VS Code with Tandem installed, or run "tandem serve" here.`,
    paint('faint', `They were looked for in ${meetingPlaces().join(' and ')}.`),
    paint('faint', 'A window that is open and not found: "tandem doctor" says why.'),
  ].join('\n');

function render(servers: readonly ServerInfo[], { error }: Choice, canvas: Canvas): string {
  const table = renderTable(servers.map(row), canvas);
  const note = error && canvas.paint('faint', error.message);
  return [table, ...(note ? [note] : [])].join('\n');
}

function row({ pid, kind, name, folders, used, tasks }: ServerInfo): Cell[] {
  return [
    { text: used ? '*' : ' ', look: 'current' },
    { text: String(pid), look: used ? 'heading' : 'plain' },
    { text: kind },
    { text: name, look: 'accent' },
    { text: folders.join(', ') || '(no folder)' },
    { text: tasks ? countTasks(tasks) : 'does not answer', look: tasks ? 'plain' : 'bad' },
    { text: used ? WHY[used] : '', look: 'faint' },
  ];
}

/** `1 stopped, 2 running`; those that have ended count only where there are no others. */
function countTasks(tasks: readonly TaskInfo[]): string {
  const states = ['stopped', 'starting', 'running', 'ended'] as const;
  const counts = states
    .map((state) => [tasks.filter((task) => task.state === state).length, state] as const)
    .filter(([count]) => count > 0);
  const live = counts.filter(([, state]) => state !== 'ended');
  const told = live.length > 0 ? live : counts;
  return told.map(([count, state]) => `${count} ${state}`).join(', ') || 'no tasks';
}
