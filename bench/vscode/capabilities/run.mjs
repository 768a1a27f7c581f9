import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withScope } from '../../../test/vscode/host/scope.mjs';
import { temporaryFolder } from '../../../test/vscode/host/temporary.mjs';
import { programsOf } from '../../capabilities/adapters.ts';
import { inEditor } from '../in-editor.mjs';

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Tries every request on the js-debug that is built into the VS Code of the tests.
 * @returns {Promise<import('../../capabilities/found.ts').Found>}
 */
export function askJsDebug() {
  return withScope(async (scope) => {
    const folder = await temporaryFolder(scope, join(tmpdir(), 'tandem-bench-'));
    const workspace = join(folder, 'workspace');
    await cp(path('../../capabilities/programs'), workspace, { recursive: true });
    const { line } = programsOf('stops.cjs', 'throws.cjs').stops;
    return inEditor({ entry: path('index.ts'), folder, workspace, order: { line } });
  });
}
