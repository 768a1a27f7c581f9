import { setTimeout as delay } from 'node:timers/promises';
import type { DebugProtocol } from '@vscode/debugprotocol';
// biome-ignore lint/style/noRestrictedImports: this runs inside VS Code.
import * as vscode from 'vscode';
import { type Outcomes, outcomeOf } from '../../capabilities/answer.ts';
import {
  ANSWER_MS,
  type TrialHost,
  type TrialProgram,
  type TrialSession,
} from '../../capabilities/trial-session.ts';
import { EditorSession } from '../suite/editor-session.ts';
import type { Recorder } from '../suite/recorder.ts';

/** What VS Code asks of a debugger by itself, before a program can be looked at and after. */
const BY_VSCODE = [
  'initialize',
  'launch',
  'attach',
  'setBreakpoints',
  'setExceptionBreakpoints',
  'configurationDone',
  'disconnect',
];
const FIRST_LINE = 2;

/** A debugger that only VS Code can talk to: its requests go through VS Code's own session. */
export class EditorHost implements TrialHost {
  readonly events = new Set<string>();
  readonly #recorder: Recorder;
  readonly #settings: vscode.DebugConfiguration;
  readonly #attachable: object;
  #capabilities: Record<string, unknown> = {};

  /** @param attachable Over the settings, to attach to a program that waits for it. */
  constructor(recorder: Recorder, type: string, attachable: object) {
    this.#recorder = recorder;
    this.#settings = { name: 'trial', type, request: 'launch', console: 'internalConsole' };
    this.#attachable = attachable;
  }

  get capabilities(): Readonly<Record<string, unknown>> {
    return this.#capabilities;
  }

  async start({ path, line = FIRST_LINE }: TrialProgram, noted: Outcomes): Promise<TrialSession> {
    const location = new vscode.Location(vscode.Uri.file(path), new vscode.Position(line - 1, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
    await EditorSession.start(this.#recorder, { ...this.#settings, program: path });
    const { message, session } = await this.#recorder.event('stopped', 0);
    this.#note(noted);
    if (line === FIRST_LINE) {
      const filters = this.#exceptionFilters();
      const { threadId } = (message as DebugProtocol.StoppedEvent).body;
      await session.customRequest('setExceptionBreakpoints', { filters });
      this.#recorder.forget();
      await session.customRequest('continue', { threadId });
    }
    let mark = 0;
    return {
      ask: (command, args) => ask(session, command, args),
      stopped: async () => {
        const stop = this.#recorder.event('stopped', mark);
        const passed = await Promise.race([stop.catch(() => undefined), delay(ANSWER_MS, undefined)]);
        if (!passed) return undefined;
        mark = this.#recorder.since(0).indexOf(passed) + 1;
        return (passed.message as DebugProtocol.StoppedEvent).body.threadId;
      },
      [Symbol.asyncDispose]: async () => {
        await this.#end();
        this.#note(noted);
      },
    };
  }

  async attach(noted: Outcomes): Promise<void> {
    this.#recorder.forget();
    const configuration = { ...this.#settings, request: 'attach', ...this.#attachable };
    await vscode.debug.startDebugging(undefined, configuration);
    await this.#recorder.response('attach', 0);
    this.#note(noted);
    await this.#end();
  }

  /** What became of VS Code's own requests. */
  #note(noted: Outcomes): void {
    for (const { message } of this.#recorder.since(0)) {
      const { type, command, body } = message as DebugProtocol.Response;
      if (type !== 'response' || !BY_VSCODE.includes(command)) continue;
      noted[command] = outcomeOf(message as DebugProtocol.Response);
      if (command === 'initialize') this.#capabilities = { ...body };
    }
  }

  async #end(): Promise<void> {
    await vscode.debug.stopDebugging();
    while (vscode.debug.activeDebugSession) await delay(100);
    for (const { message } of this.#recorder.since(0)) {
      if (message.type === 'event') this.events.add((message as DebugProtocol.Event).event);
    }
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  }

  #exceptionFilters(): string[] {
    const filters = this.#capabilities.exceptionBreakpointFilters ?? [];
    return (filters as DebugProtocol.ExceptionBreakpointsFilter[]).map(({ filter }) => filter);
  }
}

function ask(session: vscode.DebugSession, command: string, args: object) {
  const answer = session.customRequest(command, args).then(
    (body) => ({ success: true, body }),
    (error: Error) => ({ success: false, message: error.message }),
  );
  return Promise.race([answer, delay(ANSWER_MS, undefined)]);
}
