import * as vscode from 'vscode';

/** The output channel "Tandem", which does not exist until there is something to say or someone looks. */
export class Log implements vscode.Disposable {
  #channel: vscode.LogOutputChannel | undefined;

  info(line: string): void {
    this.#open().info(line);
  }

  error(line: string): void {
    this.#open().error(line);
  }

  show(): void {
    this.#open().show();
  }

  dispose(): void {
    this.#channel?.dispose();
  }

  #open(): vscode.LogOutputChannel {
    this.#channel ??= vscode.window.createOutputChannel('Tandem', { log: true });
    return this.#channel;
  }
}
