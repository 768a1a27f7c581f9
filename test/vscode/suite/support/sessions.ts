import * as vscode from 'vscode';
import { pictureOfFailure } from './picture.ts';
import { Transcript } from './transcript.ts';
import { within } from './wait.ts';

const fresh: Transcript[] = [];
const waiting: ((transcript: Transcript) => void)[] = [];

/** Sessions that VS Code has not told the end of; of those that did not come to run it tells none. */
const alive = new Set<string>();
const changes = new vscode.EventEmitter<void>();
const isOver = ({ id }: vscode.DebugSession): void => {
  alive.delete(id);
  changes.fire();
};
vscode.debug.onDidTerminateDebugSession(isOver);

vscode.debug.registerDebugAdapterTrackerFactory('tandem', {
  createDebugAdapterTracker(session) {
    alive.add(session.id);
    const transcript = new Transcript(session, () => isOver(session));
    const waiter = waiting.shift();
    if (waiter) waiter(transcript);
    else fresh.push(transcript);
    return transcript;
  },
});

/** The next session that begins, by whatever means. */
export function nextSession(): Promise<Transcript> {
  const begun = fresh.shift();
  const next = begun ? Promise.resolve(begun) : new Promise<Transcript>((resolve) => waiting.push(resolve));
  return within(next, 'debug session');
}

/** Starts a session as F5 on a launch.json with these settings would; resolves when its adapter is there. */
export async function debug(
  settings: Readonly<Record<string, unknown>>,
  options: vscode.DebugSessionOptions = {},
): Promise<Transcript> {
  const configuration = { type: 'tandem', request: 'launch', name: 'Test', ...settings };
  const session = nextSession();
  void vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration, options);
  return session;
}

/** Resolves when VS Code shows the frame of a stop, so that its commands mean that one. */
export function focusedFrame(): Promise<vscode.DebugStackFrame> {
  // One of a session that has ended may stay.
  const frame = (item: unknown): item is vscode.DebugStackFrame =>
    item instanceof vscode.DebugStackFrame && alive.has(item.session.id);
  const focused = new Promise<vscode.DebugStackFrame>((resolve) => {
    const { activeStackItem } = vscode.debug;
    if (frame(activeStackItem)) return resolve(activeStackItem);
    const listening = vscode.debug.onDidChangeActiveStackItem((item) => {
      if (!frame(item)) return;
      listening.dispose();
      resolve(item);
    });
  });
  return within(focused, 'focused stack frame');
}

/** For a `describe`: each test finds an empty workbench, and leaves one. */
export function keepTidy(): void {
  // Each test file is a bundle of its own, whose copy of this module sees the sessions of all others.
  beforeEach(() => {
    fresh.length = 0;
    waiting.length = 0;
  });
  afterEach(pictureOfFailure);
  afterEach(tidy);
}

/** Resolves when VS Code has ended all sessions, after which it moves the focus no more. */
export const allOver = (): Promise<void> => within(noSession(), 'end of all sessions');

async function tidy(): Promise<void> {
  const idle = allOver();
  // One that ends by itself at this very moment has the request cancelled, and is gone all the same.
  await vscode.debug.stopDebugging().then(undefined, () => {});
  await idle;
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

function noSession(): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (alive.size > 0) return;
      listening.dispose();
      resolve();
    };
    const listening = changes.event(look);
    look();
  });
}

export function terminated(session: vscode.DebugSession): Promise<void> {
  return new Promise((resolve) => {
    const listening = vscode.debug.onDidTerminateDebugSession(({ id }) => {
      if (id !== session.id) return;
      listening.dispose();
      resolve();
    });
  });
}
