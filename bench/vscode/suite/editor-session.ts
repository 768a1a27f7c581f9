import { isDeepStrictEqual } from 'node:util';
import type { DebugProtocol } from '@vscode/debugprotocol';
// biome-ignore lint/style/noRestrictedImports: this runs inside VS Code.
import * as vscode from 'vscode';
import { answeringTime } from './answering.ts';
import type { Passed, Recorder } from './recorder.ts';

/** A thread that stopped, in the session that says so: the one we asked for, or one that its debugger started. */
export interface EditorStop {
  readonly at: number;
  readonly session: vscode.DebugSession;
  readonly threadId: number;
}

/** One press of F5, and all the sessions that come of it. */
export class EditorSession {
  /** When F5 was pressed, and when the debugger was asked to launch or to attach. */
  readonly pressed: number;
  readonly launch: Passed;
  readonly #recorder: Recorder;

  static async start(recorder: Recorder, configuration: vscode.DebugConfiguration): Promise<EditorSession> {
    recorder.forget();
    const pressed = performance.now();
    const folder = vscode.workspace.workspaceFolders?.[0];
    vscode.debug.startDebugging(folder, configuration).then(undefined, () => {}); // what follows then does not come
    return new EditorSession(recorder, pressed, await recorder.request(configuration.request, 0));
  }

  private constructor(recorder: Recorder, pressed: number, launch: Passed) {
    this.#recorder = recorder;
    this.pressed = pressed;
    this.launch = launch;
  }

  /** The first stop since `mark`. */
  async stop(mark = 0): Promise<EditorStop> {
    const { at, session, message } = await this.#recorder.event('stopped', mark);
    const { threadId } = (message as DebugProtocol.StoppedEvent).body;
    return { at, session, threadId: threadId! };
  }

  /** Waits until VS Code has asked for all that it shows of a stop: milliseconds that the answers took. */
  async looked(mark = 0): Promise<number> {
    await this.#recorder.quiet();
    const time = answeringTime(this.#recorder.since(mark));
    if (time === 0) throw new Error('VS Code did not ask for the stack');
    return time;
  }

  /** Sends a request beside VS Code's own: what was answered, and in how many milliseconds. */
  async ask<Body>(
    { session }: EditorStop,
    command: string,
    args: object,
  ): Promise<{ readonly body: Body; readonly ms: number }> {
    const { mark } = this.#recorder;
    const body: Body = await session.customRequest(command, args);
    const request = await this.#recorder.first(`the request "${command}"`, mark, ({ message }) => {
      const passed = message as DebugProtocol.Request;
      return (
        passed.type === 'request' && passed.command === command && isDeepStrictEqual(passed.arguments, args)
      );
    });
    return { body, ms: (await this.#recorder.answerTo(request)).at - request.at };
  }

  /** Lets the program run to its end, from a stop or from where it runs: milliseconds until its session is over. */
  async end(stop?: EditorStop): Promise<number> {
    const { mark } = this.#recorder;
    if (stop) stop.session.customRequest('continue', { threadId: stop.threadId }).then(undefined, () => {});
    const began = stop ? (await this.#recorder.request('continue', mark)).at : this.launch.at;
    const ended = await this.#recorder.event('terminated', 0, ({ id }) => id === this.launch.session.id);
    await allSessionsEnded();
    return ended.at - began;
  }

  /** Stops debugging, which lets a program run on that was attached to: milliseconds until the session is over. */
  async leave(): Promise<number> {
    const began = performance.now();
    await vscode.debug.stopDebugging(this.launch.session);
    await allSessionsEnded();
    return performance.now() - began;
  }
}

async function allSessionsEnded(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (!vscode.debug.activeDebugSession) return resolve();
    const listening = vscode.debug.onDidChangeActiveDebugSession((session) => {
      if (session) return;
      listening.dispose();
      resolve();
    });
  });
}
