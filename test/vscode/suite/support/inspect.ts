import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import type { Transcript } from './transcript.ts';

export interface Where {
  readonly name: string;
  readonly path: string | undefined;
  readonly line: number;
  /** The variables of all scopes but the global one, the inner ones first. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Where a stopped thread is and what it has there, by the requests that VS Code's own views make. */
export async function whereIs({ session }: Transcript, threadId: number): Promise<Where> {
  const { stackFrames }: DebugProtocol.StackTraceResponse['body'] = await session.customRequest(
    'stackTrace',
    {
      threadId,
    },
  );
  const frame = stackFrames[0]!;
  const { scopes }: DebugProtocol.ScopesResponse['body'] = await session.customRequest('scopes', {
    frameId: frame.id,
  });
  const entries: [name: string, value: string][] = [];
  for (const { variablesReference } of scopes.filter(({ expensive }) => !expensive)) {
    const { variables }: DebugProtocol.VariablesResponse['body'] = await session.customRequest('variables', {
      variablesReference,
    });
    entries.unshift(...variables.map(({ name, value }): [string, string] => [name, value]));
  }
  return {
    name: frame.name,
    path: frame.source?.path && filePath(frame.source.path),
    line: frame.line,
    variables: Object.fromEntries(entries),
  };
}

/** Where the workspace is remote, VS Code has made a URI of the adapter's path. */
const filePath = (path: string): string =>
  /^[\w-]{2,}:\/\//.test(path) ? vscode.Uri.file(vscode.Uri.parse(path).path).fsPath : path;
