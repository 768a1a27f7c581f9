import * as vscode from 'vscode';
import { showFailure } from './failed-request.ts';
import type { Sessions } from './sessions.ts';

const SCHEME = 'tandem';
const FORGOTTEN = 'What was told here is out of date. “Tandem: Explain Breakpoints” tells it anew.\n';

/** Shows all that is known of the breakpoints of the active session in a document that cannot be edited, nor need be saved. */
export class BreakpointStories implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #sessions: Sessions;
  /** The story that was asked for last, of each document. */
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly #closing = vscode.workspace.onDidCloseTextDocument(({ uri }) =>
    this.#texts.delete(uri.toString()),
  );

  readonly onDidChange = this.#changed.event;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  async show(): Promise<void> {
    const session = this.#sessions.active();
    if (!session) return;
    try {
      const { text } = (await session.customRequest('tandem.breakpointStory')) as { text: string };
      // The last part of the path is the editor's title.
      const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${session.id}/Breakpoints.txt` });
      this.#texts.set(uri.toString(), `Breakpoints of ${session.name}\n\n${text}`);
      this.#changed.fire(uri);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    } catch (error) {
      showFailure(error);
    }
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? FORGOTTEN;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#closing.dispose();
    this.#changed.dispose();
  }
}
