import * as vscode from 'vscode';
import type { AutomationStarter } from '../automation-starter.ts';
import type { Sessions } from '../sessions.ts';
import type { AsWritten } from './as-written.ts';
import { type InProcessChoice, notInProcess } from './in-process-choice.ts';
import { type Ended, LiveSessions } from './live-sessions.ts';
import { History } from './model/history.ts';
import { historyItems } from './model/history-items.ts';
import type { Item } from './model/item.ts';
import type { LiveSession } from './model/live-session.ts';
import { modeOf } from './model/mode.ts';
import type { Row } from './model/rows.ts';
import { sessionItems } from './model/session-items.ts';
import { type Status, statusOf } from './model/status.ts';
import { sessionCommands } from './move-session.ts';
import { Relevance } from './relevance.ts';
import { historyCommands } from './run-again.ts';
import { SessionsView } from './sessions-view.ts';
import { StatusBar } from './status-bar.ts';

interface Needed {
  readonly context: vscode.ExtensionContext;
  readonly sessions: Sessions;
  readonly automation: AutomationStarter;
  readonly inProcess: InProcessChoice;
  readonly written: AsWritten;
}

/** What shows what happens: the view of sessions with its history, and the item in the status bar. */
export function registerViews({
  context,
  sessions,
  automation,
  inProcess,
  written,
}: Needed): vscode.Disposable[] {
  const lives = new LiveSessions(sessions);
  const history = new History(context.workspaceState, () => refresh());
  const driverOf = (id: string) => automation.driverOf(id);
  const items = (): Item[] => {
    const now = Date.now();
    const sessions = lives.all.map(({ known }) => known);
    const shown = { sessions, driverOf: ({ id }: LiveSession) => driverOf(id), now };
    return [...sessionItems(shown), ...historyItems(history.entries, lives.all.length === 0, now)];
  };
  const status = (): Status => {
    const live = lives.focused;
    const focus = live && {
      session: live.known,
      ride: live.ride,
      driver: driverOf(live.session.id),
      notInProcess: notInProcess(live.session),
    };
    return statusOf(focus, inProcess.isOn, Date.now());
  };
  const view = new SessionsView(items);
  const bar = new StatusBar(status, () => lives.all.length > 0);
  const relevance = new Relevance(() => lives.all.length > 0 || history.entries.length > 0);
  const refresh = (): void => {
    view.refresh();
    bar.refresh();
    relevance.look();
  };
  const commands = {
    ...sessionCommands((session) => lives.knows(session)),
    ...historyCommands(history),
    'tandem.sessions.takeOver': (row?: Row) => {
      const { subject } = row?.item ?? {};
      if (subject?.kind === 'session') automation.takeOver(subject.session.id);
    },
    'tandem.toggleInProcess': () => inProcess.toggle(),
  };
  return [
    lives,
    view,
    bar,
    relevance,
    inProcess,
    lives.onDidChange(refresh),
    lives.onDidEnd((ended) => remember(ended, history, written, driverOf(ended.session.id)?.startedBy)),
    inProcess.onDidChange(refresh),
    automation.onDidChangeDrivers(refresh),
    vscode.debug.onDidChangeActiveDebugSession(() => bar.refresh()),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  ];
}

/** Processes that a program starts are part of what ran; they cannot be run by themselves. */
function remember(
  { session, known, end }: Ended,
  history: History,
  written: AsWritten,
  by: string | undefined,
): void {
  const { name, startedAt, parentId, configuration } = known.beginning;
  const was = written.take(session);
  if (!was || parentId !== undefined) return;
  history.add({
    configuration: was.configuration,
    name,
    folder: was.folder?.uri.toString(),
    noDebug: configuration.noDebug === true,
    mode: modeOf(configuration, false),
    startedAt,
    lasted: Date.now() - startedAt,
    by,
    end,
    exitCode: known.exitCode,
    failure: known.failure,
  });
}
