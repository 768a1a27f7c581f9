import { homedir, hostname, userInfo } from 'node:os';
import * as vscode from 'vscode';
import type { Log } from '../log.ts';
import type { SessionRecords } from '../session-records.ts';
import { findingsOf } from './findings.ts';
import { Privacy } from './privacy.ts';
import { composeReport, type Facts, type SessionFacts } from './report.ts';
import { statusOf } from './session-status.ts';

/** So many sessions are told of, the last ones. */
const MOST_SESSIONS = 4;
/** The key of the context that says which documents are reports, for the menus. */
const REPORTS = 'tandem.reports';
const shown = new Set<string>();

/** Shows all that would be told of a problem, in a document that the user may change. Nothing is sent. */
export async function showReport(
  context: vscode.ExtensionContext,
  records: SessionRecords,
  log: Log,
): Promise<void> {
  const missing: string[] = [];
  /** Whatever is wrong, there is a report, which may be of just that. */
  const collected = async <T>(what: string, collect: () => T | Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await collect();
    } catch (error) {
      missing.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return otherwise;
    }
  };
  const sessions = await Promise.all(
    records.all.slice(-MOST_SESSIONS).map(async (record): Promise<SessionFacts> => {
      const { session, timeline } = record;
      return {
        name: session.name,
        status: statusOf(record),
        breakpoints: await collected(`Breakpoints of "${session.name}"`, () => findingsOf(record), []),
        configuration: session.configuration,
        timeline: [...timeline],
        dropped: timeline.dropped,
      };
    }),
  );
  const facts: Facts = {
    versions: await collected('Versions', () => versions(context, log), {}),
    settings: await collected('Settings', () => changedSettings(context), {}),
    sessions,
    log: await collected('Log', () => log.recent, []),
    missing,
  };
  const privacy = new Privacy({ home: homedir(), user: userName(), host: hostname() });
  const content = composeReport(facts, privacy);
  const document = await vscode.workspace.openTextDocument({ content, language: 'markdown' });
  shown.add(document.uri.toString());
  await vscode.commands.executeCommand('setContext', REPORTS, [...shown]);
  await vscode.window.showTextDocument(document, { preview: false });
}

/** Puts the report in front, as the user has left it, into the clipboard. */
export async function copyReport(): Promise<void> {
  const text = reportInFront();
  if (text === undefined) return;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage('$(check) The report is in the clipboard.', 5000);
}

/** Hands the report in front to VS Code's own reporter, which shows it once more and asks before it sends anything. */
export async function openIssue({ extension }: vscode.ExtensionContext): Promise<void> {
  const text = reportInFront();
  if (text === undefined) return;
  const { bugs } = extension.packageJSON as { readonly bugs?: { readonly url?: string } };
  if (bugs?.url) {
    await vscode.commands.executeCommand('workbench.action.openIssueReporter', {
      extensionId: extension.id,
      issueBody: text,
    });
    return;
  }
  await vscode.env.clipboard.writeText(text);
  void vscode.window.showInformationMessage(
    'This build of Tandem does not say where its issues are. The report is in the clipboard: paste it where you got Tandem from.',
  );
}

function reportInFront(): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && shown.has(document.uri.toString()) ? document.getText() : undefined;
}

function versions({ extension }: vscode.ExtensionContext, log: Log): Record<string, string> {
  const runtimes = log.recent.flatMap((line) => /\bruntime: (\w+ \S+),/.exec(line)?.[1] ?? []);
  return {
    Tandem: String(extension.packageJSON.version),
    'VS Code': `${vscode.version}, ${vscode.env.appName}, ${vscode.env.remoteName ?? 'local'}`,
    'Node.js of the extension host': process.version,
    System: `${process.platform} ${process.arch}`,
    'Runtimes seen': [...new Set(runtimes)].join(', ') || 'none',
  };
}

/** Those that do not stand at their defaults. */
function changedSettings({ extension }: vscode.ExtensionContext): Record<string, unknown> {
  const sections = extension.packageJSON.contributes.configuration as readonly {
    readonly properties: Readonly<Record<string, { readonly default?: unknown }>>;
  }[];
  const configuration = vscode.workspace.getConfiguration();
  return Object.fromEntries(
    sections
      .flatMap(({ properties }) => Object.entries(properties))
      .map(([name, { default: standard }]) => [name, configuration.get(name), standard] as const)
      .filter(([, value, standard]) => JSON.stringify(value) !== JSON.stringify(standard))
      .map(([name, value]) => [name, value]),
  );
}

/** Containers have users without a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
