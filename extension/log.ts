import * as vscode from 'vscode';

/** The output channel "Tandem", which does not exist until there is something to say or someone looks. */
export class Log implements vscode.Disposable {
  #channel: vscode.LogOutputChannel | undefined;

  info(line: string): void {
    this.#open().info(tame(line));
  }

  error(line: string): void {
    this.#open().error(tame(line));
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

/** Of what a name or a message of others brings with it, nothing looks like a line of ours. */
const tame = (text: string): string => text.replaceAll(/\r\n?|\n/g, '\n    ');
