import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { SessionRecord } from '../session-record.ts';
import type { SessionRecords } from '../session-records.ts';
import type { Diagnosis } from './diagnosis.ts';
import { findingsOf, withoutSession } from './findings.ts';
import { carryOut, reveal } from './fixes.ts';
import { type Chapter, chaptersToHtml, frame, SCRIPT, STYLE, summaryOf } from './page.ts';
import { statusOf } from './session-status.ts';

/** What buttons of the page say. */
interface Said {
  readonly do: 'ready' | 'show' | 'fix';
  readonly session?: string;
  readonly key?: string;
  readonly fix?: string;
}

const TITLE = 'Breakpoint Diagnosis';
/** Events come in bursts; what they come to is shown once, so many milliseconds after the first. */
const SETTLE_MS = 100;
/** What may change what there is to say. */
const TELLING: ReadonlySet<string> = new Set([
  'begun',
  'breakpoint',
  'loadedSource',
  'stopped',
  'continued',
  'moved',
  'thread',
  'process',
  'exited',
  'terminated',
]);

/**
 * A page about the breakpoints of all sessions: which are bound, which are not, why, and what can be done. It follows what
 * happens while it is open, and costs nothing while it is not.
 */
export class BreakpointView implements vscode.Disposable {
  readonly #records: SessionRecords;
  readonly #panel: vscode.WebviewPanel;
  readonly #disposables: vscode.Disposable[];
  /** By the ids of sessions. */
  #shown: ReadonlyMap<
    string,
    { readonly record: SessionRecord; readonly breakpoints: readonly Diagnosis[] }
  > = new Map();
  readonly #failed: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #isReady = false;
  /** Of the rounds of asking only the last one is shown: answers may overtake each other. */
  #round = 0;

  /**
   * @param failed tells the user what has kept a button from doing what it says
   * @param closed is called when the user has closed it
   */
  constructor(records: SessionRecords, failed: (error: unknown) => void, closed: () => void) {
    this.#records = records;
    this.#failed = failed;
    this.#panel = vscode.window.createWebviewPanel('tandem.breakpoints', TITLE, vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [],
      enableFindWidget: true,
    });
    this.#disposables = [
      this.#panel,
      this.#panel.onDidDispose(() => {
        this.dispose();
        closed();
      }),
      // What is hidden is not kept: the page is made anew when it comes to the front, and says that it is ready.
      this.#panel.webview.onDidReceiveMessage((said: Said) => void this.#said(said).catch(this.#failed)),
      records.onDidChange(({ event }) => {
        if (TELLING.has(event)) this.#refreshSoon();
      }),
      vscode.debug.onDidChangeBreakpoints(() => this.#refreshSoon()),
    ];
    this.#panel.webview.html = frame(randomBytes(16).toString('hex'), SCRIPT, STYLE);
  }

  show(): void {
    this.#panel.reveal();
    this.#refreshSoon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#round += 1;
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
  }

  #refreshSoon(): void {
    if (!this.#isReady || !this.#panel.visible || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#refresh().catch(this.#failed);
    }, SETTLE_MS);
  }

  async #said({ do: what, session = '', key, fix }: Said): Promise<void> {
    if (what === 'ready') {
      this.#isReady = true;
      return this.#refresh();
    }
    const chapter = this.#shown.get(session);
    const breakpoint = chapter?.breakpoints.find((one) => one.key === key);
    if (!breakpoint) return;
    if (what === 'show') return reveal(breakpoint);
    const chosen = breakpoint.fixes[Number(fix)];
    if (chosen && chapter) await carryOut(chosen, breakpoint, chapter.record.session);
  }

  async #refresh(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const records = this.#records.all;
    const told = await Promise.all(
      records.map(async (record) => ({ record, breakpoints: await findingsOf(record) })),
    );
    if (round !== this.#round) return;
    this.#shown = new Map(told.map((chapter) => [chapter.record.session.id, chapter]));
    const chapters = told.map(
      ({ record, breakpoints }): Chapter => ({
        id: record.session.id,
        title: record.session.name,
        status: statusOf(record),
        breakpoints,
      }),
    );
    const all = chapters.length > 0 ? chapters : [undebugged()];
    await this.#panel.webview.postMessage({ summary: summaryOf(all), html: chaptersToHtml(all) });
  }
}

const undebugged = (): Chapter => ({
  id: 'none',
  title: vscode.workspace.name ?? 'This window',
  status: 'nothing has been debugged yet',
  breakpoints: withoutSession(),
});
