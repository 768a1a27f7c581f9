import * as vscode from 'vscode';
import type { Item } from './model/item.ts';
import type { LiveSession, Thread } from './model/live-session.ts';

/**
 * What the rows of sessions and threads can do. VS Code's own commands do it, as they do for rows of the Call Stack, so
 * that the whole workbench knows of it.
 */
export const sessionCommands = {
  'tandem.sessions.continue': (item?: Item) => onThread('workbench.action.debug.continue', item),
  'tandem.sessions.pause': (item?: Item) => onThread('workbench.action.debug.pause', item),
  'tandem.sessions.restart': (item?: Item) => onSession('workbench.action.debug.restart', item),
  'tandem.sessions.stop': (item?: Item) => onSession('workbench.action.debug.stop', item),
  'tandem.sessions.disconnect': (item?: Item) => onSession('workbench.action.debug.disconnect', item),
  'tandem.sessions.show': show,
};

async function onSession(command: string, item: Item | undefined): Promise<void> {
  const of = sessionOf(item);
  if (of) await vscode.commands.executeCommand(command, '', { sessionId: of.session.id });
}

async function onThread(command: string, item: Item | undefined): Promise<void> {
  const of = sessionOf(item);
  const thread = of?.thread ?? of?.session.pausedThread ?? of?.session.threads[0];
  if (!of || !thread) return;
  const { id } = of.session;
  await vscode.commands.executeCommand(command, '', { sessionId: id, threadId: `thread:${id}:${thread.id}` });
}

/** Puts it into the focus, and opens where it stands. */
async function show(item?: Item): Promise<void> {
  const of = sessionOf(item);
  if (!of) return;
  await focus(of.session.id);
  const { where } = of.thread ?? of.session.pausedThread ?? {};
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

function sessionOf(item: Item | undefined): { session: LiveSession; thread: Thread | undefined } | undefined {
  const { subject } = item ?? {};
  if (subject?.kind === 'thread') return subject;
  return subject?.kind === 'session' ? { session: subject.session, thread: undefined } : undefined;
}
