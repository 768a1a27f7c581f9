import * as vscode from 'vscode';
import { access, onAccessChange } from './access.ts';
import type { Automation } from './automation/index.ts';
import { loadAutomation } from './load-automation.ts';
import type { Log } from './log.ts';
import type { Sessions } from './sessions.ts';
import type { Driver } from './views/model/driver.ts';

/** How long after activation, in milliseconds: what a user may have activated it for goes first. */
const DELAY_MS = 1000;

/** Lets the window be driven from outside, unless its user has switched that off, and not before it is idle. */
export class AutomationStarter implements AsyncDisposable {
  readonly #context: vscode.ExtensionContext;
  readonly #sessions: Sessions;
  readonly #log: Log;
  readonly #listenings: vscode.Disposable[];
  readonly #driversChanged = new vscode.EventEmitter<void>();
  /** Who drives a session is somebody else now, though the session has said nothing. */
  readonly onDidChangeDrivers = this.#driversChanged.event;
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
    this.#automation ??= this.#begin();
    return this.#automation;
  }

  /** Who drives a session from outside; undefined while nobody can. */
  driverOf(sessionId: string): Driver | undefined {
    return this.#automation?.driverOf(sessionId);
  }

  /** Its user is who answers for it, from now on. */
  takeOver(sessionId: string): void {
    this.#automation?.takeOver(sessionId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const listening of this.#listenings) listening.dispose();
    this.#driversChanged.dispose();
    await this.#automation?.[Symbol.asyncDispose]();
  }

  #begin(): Automation {
    const automation = loadAutomation().startAutomation(this.#context, this.#sessions, this.#log);
    automation.onDriversChange(() => this.#driversChanged.fire());
    return automation;
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
