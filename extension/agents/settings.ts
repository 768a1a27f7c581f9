import * as vscode from 'vscode';

export const SETTINGS = 'tandem.automation';

const setting = <T>(name: string, otherwise: T): T =>
  vscode.workspace.getConfiguration(SETTINGS).get<T>(name, otherwise);

/** One way, so that no model is shown each tool twice. */
export const offered = () => setting<'languageModelTools' | 'mcpServer'>('offeredAs', 'languageModelTools');

/** Undefined where the user lets agents see secrets. */
export const redaction = (): { readonly names: readonly string[] } | undefined =>
  setting('redactSecrets', true) ? { names: setting<string[]>('redactNames', []) } : undefined;
