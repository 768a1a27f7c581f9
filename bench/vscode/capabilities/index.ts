// What VS Code runs as `extensionTestsPath`: tries every request on the debugger that is built into it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
// biome-ignore lint/style/noRestrictedImports: this runs inside VS Code.
import * as vscode from 'vscode';
import { freePort } from '../../adapters/listening-server.ts';
import { type Found, found } from '../../capabilities/found.ts';
import { tryAll } from '../../capabilities/try-all.ts';
import { Recorder } from '../suite/recorder.ts';
import { EditorHost } from './editor-host.ts';

interface Order {
  readonly line: number;
  /** The file for the results. */
  readonly out: string;
}

export async function run(): Promise<void> {
  const { line, out } = JSON.parse(process.env.TANDEM_BENCH ?? '') as Order;
  const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const stops = { path: join(folder, 'stops.cjs'), line };
  const throws = { path: join(folder, 'throws.cjs'), line: undefined };
  const port = await freePort();
  const program = spawn(process.execPath, [`--inspect=127.0.0.1:${port}`, stops.path]);
  await once(program.stderr, 'data');
  try {
    const host = new EditorHost(new Recorder(), 'node', { port, address: '127.0.0.1' });
    const outcomes = await tryAll(host, { stops, throws });
    const extension = vscode.extensions.getExtension('ms-vscode.js-debug');
    const results: Found = found(
      `${extension?.packageJSON.version} in VS Code ${vscode.version}`,
      host,
      outcomes,
    );
    writeFileSync(out, JSON.stringify(results));
  } finally {
    program.kill('SIGKILL');
  }
  console.log('vscode tests: 1 passing, 0 failing'); // by which the runner knows that we came to the end
}
