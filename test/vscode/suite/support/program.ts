import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';

/** The repository: the suite runs as `dist-test/vscode/suite/*.test.cjs`. */
export const repository = join(__dirname, '../../..');
export const workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;

/** A program in the workspace, whose lines are known by the comments at their end. */
export class Program {
  readonly path: string;
  readonly uri: vscode.Uri;
  readonly #lines: readonly string[];

  constructor(path: string, source: string) {
    this.path = path;
    this.uri = vscode.Uri.file(path);
    this.#lines = source.split('\n');
  }

  /** The number, counted from 1, of the line that ends with `// marker`. */
  line(marker: string): number {
    const index = this.#lines.findIndex((line) => line.endsWith(`// ${marker}`));
    if (index < 0) throw new Error(`no line of ${this.path} ends with // ${marker}`);
    return index + 1;
  }

  breakAt(marker: string): void {
    const position = new vscode.Position(this.line(marker) - 1, 0);
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(this.uri, position))]);
  }

  async show(): Promise<void> {
    await vscode.window.showTextDocument(this.uri);
  }
}

export async function program(name: string, source: string): Promise<Program> {
  const path = join(workspace, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, source);
  return new Program(path, source);
}

/** For the Nodes that do not strip types themselves. */
export async function provideTsx(): Promise<void> {
  await mkdir(join(workspace, 'node_modules'), { recursive: true });
  await symlink(join(repository, 'node_modules/tsx'), join(workspace, 'node_modules/tsx'), 'junction').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
}
