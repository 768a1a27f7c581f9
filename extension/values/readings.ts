import type * as vscode from 'vscode';
import type { Reading } from '../source/main.ts';
import { loadSource } from './load-source.ts';

/** In characters. What is larger was made by a tool, and would have to be read at each stop. */
const MAX_TEXT = 2_000_000;

/** The document that was read last: it is asked about again and again, and reading it takes milliseconds. */
let last:
  | { readonly document: vscode.TextDocument; readonly version: number; readonly reading: Reading }
  | undefined;

/** What is known of a document as it is now; undefined where nothing is. */
export function readingOf(document: vscode.TextDocument): Reading | undefined {
  if (last?.document === document && last.version === document.version) return last.reading;
  const text = document.getText();
  const language = loadSource().languages[document.languageId];
  if (!language || text.length > MAX_TEXT) return undefined;
  last = { document, version: document.version, reading: language(text) };
  return last.reading;
}

/** Documents are kept by whoever knows them. */
export const forgetReading = (): void => {
  last = undefined;
};
