import type * as vscode from 'vscode';
import { access, onAccessChange } from './access.ts';
import type { Automation } from './automation/index.ts';
import { loadAutomation } from './load-automation.ts';
import type { Log } from './log.ts';
import type { Sessions } from './sessions.ts';

/** How long after activation, in milliseconds: what a user may have activated it for goes first. */
const DELAY_MS = 1000;

/** Lets the window be driven from outside, unless its user has switched that off, and not before it is idle. */
export class AutomationStarter implements AsyncDisposable {
  readonly #context: vscode.ExtensionContext;
  readonly #sessions: Sessions;
  readonly #log: Log;
  readonly #listenings: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;
  #automation: Automation | undefined;
  #isOver = false;

  constructor(context: vscode.ExtensionContext, sessions: Sessions, log: Log) {
    this.#context = context;
    this.#sessions = sessions;
    this.#log = log;
    this.#listenings = [
      onAccessChange(() => this.#plan()),
      // What it says until somebody is there to hear it is kept only where somebody will be.
      sessions.onDidBegin(({ shared }) => {
        if (!this.#automation && !this.#timer) shared.stayAlone();
      }),
    ];
    this.#plan();
  }

  /** At once, where it is not there yet: somebody needs it. */
  get automation(): Automation {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#automation ??= loadAutomation().startAutomation(this.#context, this.#sessions, this.#log);
    return this.#automation;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const listening of this.#listenings) listening.dispose();
    await this.#automation?.[Symbol.asyncDispose]();
  }

  #plan(): void {
    if (this.#automation || this.#timer || this.#isOver || access() === 'off') return;
    this.#timer = setTimeout(() => this.#start(), DELAY_MS);
  }

  #start(): void {
    try {
      void this.automation;
    } catch (error) {
      // Debugging goes on without it.
      this.#log.error(`This window cannot be driven from outside: ${(error as Error).stack}`);
      for (const { shared } of this.#sessions.running) shared.stayAlone();
    }
  }
}
