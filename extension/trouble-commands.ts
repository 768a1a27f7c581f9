import type * as vscode from 'vscode';
import { showFailure } from './failed-request.ts';
import { loadTrouble } from './load-trouble.ts';
import type { Log } from './log.ts';
import type { SessionRecords } from './session-records.ts';

type View = InstanceType<ReturnType<typeof loadTrouble>['BreakpointView']>;

/** What a user can ask for when something is wrong. The answers are read when they are asked for. */
export class TroubleCommands implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #records: SessionRecords;
  readonly #log: Log;
  #view: View | undefined;

  constructor(context: vscode.ExtensionContext, records: SessionRecords, log: Log) {
    this.#context = context;
    this.#records = records;
    this.#log = log;
  }

  readonly commands = {
    'tandem.diagnoseBreakpoints': () => this.#showBreakpoints(),
    'tandem.openLog': () => this.#log.show(),
    'tandem.reportProblem': () => loadTrouble().showReport(this.#context, this.#records, this.#log),
    'tandem.copyReport': () => loadTrouble().copyReport(),
    'tandem.openIssue': () => loadTrouble().openIssue(this.#context),
  };

  dispose(): void {
    this.#view?.dispose();
  }

  #showBreakpoints(): void {
    this.#view ??= new (loadTrouble().BreakpointView)(this.#records, showFailure, () => {
      this.#view = undefined;
    });
    this.#view.show();
  }
}
