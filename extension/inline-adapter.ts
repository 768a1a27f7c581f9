import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import type { SharedSession } from '../automation/dap/shared/shared-session.ts';
import { isStarting } from '../automation/dap/shared/starting.ts';
import { forVSCode } from './answers-for-vscode.ts';

/** Why a program did not come to run. */
export interface LaunchFailure {
  readonly code: string;
  readonly text: string;
}

/** What a session leaves to the editor's own side. */
export interface InlineAdapterOptions {
  /** @returns what is to be said of it in the debug console */
  launchFailed(failure: LaunchFailure): DebugProtocol.OutputEvent['body'] | undefined;
  /** Asked before the program runs: what is to be said in the debug console before anything else is. */
  firstWords(): DebugProtocol.OutputEvent['body'] | undefined;
  /** Asked when the program has ended: what is to be said of that in the debug console. */
  lastWords(): DebugProtocol.OutputEvent['body'] | undefined;
}

/**
 * The debug session as VS Code sees it, except that a failed launch is shown by `launchFailed`. VS Code's own message
 * has room for one action only, and is withheld when `showUser` is false, so that there is one message and not two.
 */
export class InlineAdapter implements vscode.DebugAdapter {
  readonly #session: SharedSession;
  readonly #sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.#sent.event;

  constructor(session: SharedSession, { launchFailed, firstWords, lastWords }: InlineAdapterOptions) {
    this.#session = session;
    session.onMessageToEditor((message) => {
      const error = launchError(message);
      const words = error
        ? () => launchFailed({ code: error.variables?._code ?? '', text: error.format })
        : isEvent(message, 'initialized')
          ? firstWords
          : isEvent(message, 'terminated')
            ? lastWords
            : undefined;
      const body = words?.();
      if (body) this.#sent.fire({ type: 'event', seq: 0, event: 'output', body } as object);
      this.#sent.fire(error ? withheld(message, error) : forVSCode(message));
    });
  }

  handleMessage(message: DebugProtocol.ProtocolMessage): void {
    this.#session.fromEditor(message);
  }

  /** VS Code is done with the session. What it still says on its way out has nobody to hear it. */
  dispose(): void {
    this.#session.dispose();
    this.#sent.dispose();
  }
}

const isEvent = (message: object, name: string): boolean =>
  (message as Partial<DebugProtocol.Event>).event === name;

function launchError(message: object): DebugProtocol.Message | undefined {
  const { type, command, success, body } = message as Partial<DebugProtocol.ErrorResponse>;
  return type === 'response' && success === false && isStarting(command) ? body?.error : undefined;
}

const withheld = (message: object, error: DebugProtocol.Message): vscode.DebugProtocolMessage => ({
  ...message,
  body: { error: { ...error, showUser: false } },
});
