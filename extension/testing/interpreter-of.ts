import { dirname } from 'node:path';
import type * as vscode from 'vscode';
import { mergeEnvironment } from '../../adapter/launch/environment.ts';
import { findPython } from '../../adapter/launch/runtimes/find-python.ts';
import { TandemError } from '../../protocol/errors.ts';
import { DEBUG_TYPE } from '../debug-type.ts';
import type { Log } from '../log.ts';
import { withChosenPython } from '../python/interpreter.ts';

/** How long an answer stands, in milliseconds: it is asked for at each key that is pressed. */
const STANDS_MS = 10_000;

interface Answer {
  readonly since: number;
  readonly words: Promise<string | readonly string[] | undefined>;
}

const answers = new Map<string, Answer>();

/** The interpreter that would run a file: what is chosen for it, or is found in files. Undefined where there is none. */
export function interpreterOf(
  uri: vscode.Uri,
  folder: vscode.WorkspaceFolder | undefined,
  log: Log,
): Answer['words'] {
  const key = uri.toString();
  const known = answers.get(key);
  if (known && Date.now() - known.since < STANDS_MS) return known.words;
  const words = find(uri.fsPath, folder, log);
  answers.set(key, { since: Date.now(), words });
  return words;
}

async function find(file: string, folder: vscode.WorkspaceFolder | undefined, log: Log): Answer['words'] {
  const asked = { type: DEBUG_TYPE, request: 'launch', name: '', program: file };
  const { python } = (await withChosenPython(asked, folder, log)) as { python?: string | string[] };
  if (python !== undefined) return python;
  const home = dirname(file);
  try {
    const env = mergeEnvironment([process.env]);
    return findPython({ asked: undefined, cwd: folder?.uri.fsPath ?? home, home, env });
  } catch (error) {
    // It is for whoever starts something to say what is wrong.
    if (error instanceof TandemError) return undefined;
    throw error;
  }
}
