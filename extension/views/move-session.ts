import * as vscode from 'vscode';
import type { LiveSession, Thread } from './model/live-session.ts';
import type { Row } from './model/rows.ts';

/**
 * What the rows of sessions and threads can do. VS Code's own commands do it, as they do for rows of the Call Stack, so
 * that the whole workbench knows of it. They take what has the focus where they do not find what they were told: so a row
 * that is out of date does nothing.
 */
export function sessionCommands(goesOn: (session: LiveSession) => boolean) {
  const of = (row: Row | undefined): Target | undefined => {
    const target = targetOf(row);
    return target && goesOn(target.session) ? target : undefined;
  };
  return {
    'tandem.sessions.continue': (row?: Row) => onThread('workbench.action.debug.continue', of(row)),
    'tandem.sessions.pause': (row?: Row) => onThread('workbench.action.debug.pause', of(row)),
    'tandem.sessions.restart': (row?: Row) => onSession('workbench.action.debug.restart', of(row)),
    'tandem.sessions.stop': (row?: Row) => onSession('workbench.action.debug.stop', of(row)),
    'tandem.sessions.disconnect': (row?: Row) => onSession('workbench.action.debug.disconnect', of(row)),
    'tandem.sessions.show': (row?: Row) => show(of(row)),
  };
}

interface Target {
  readonly session: LiveSession;
  /** Undefined where the session as a whole is meant. */
  readonly thread: Thread | undefined;
}

async function onSession(command: string, target: Target | undefined): Promise<void> {
  if (target) await vscode.commands.executeCommand(command, '', { sessionId: target.session.id });
}

async function onThread(command: string, target: Target | undefined): Promise<void> {
  if (!target) return;
  const { id, pausedThread, threads } = target.session;
  const meant = target.thread ?? pausedThread ?? threads[0];
  if (!threads.some((thread) => thread.id === meant?.id)) return;
  await vscode.commands.executeCommand(command, '', { sessionId: id, threadId: `thread:${id}:${meant!.id}` });
}

/** Puts it into the focus, and opens where it stands. */
async function show(target: Target | undefined): Promise<void> {
  if (!target) return;
  await focus(target.session.id);
  const { where } = target.thread ?? target.session.pausedThread ?? {};
  if (where?.path === undefined) return;
  const at = new vscode.Position(where.line - 1, Math.max(0, where.column - 1));
  await vscode.window.showTextDocument(vscode.Uri.file(where.path), {
    selection: new vscode.Range(at, at),
    preserveFocus: true,
  });
}

/** There is no command for one session, only for the next one. */
async function focus(id: string): Promise<void> {
  const seen = new Set<string>();
  for (;;) {
    const active = vscode.debug.activeDebugSession?.id;
    if (active === undefined || active === id || seen.has(active)) return;
    seen.add(active);
    await vscode.commands.executeCommand('workbench.action.debug.nextConsole');
  }
}

function targetOf(row: Row | undefined): Target | undefined {
  const { subject } = row?.item ?? {};
  if (subject?.kind === 'thread') return subject;
  return subject?.kind === 'session' ? { session: subject.session, thread: undefined } : undefined;
}
