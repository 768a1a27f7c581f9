// `npm run pictures`: makes the pictures of the README and of the walkthrough, in media/, from a real VS Code that runs the
// examples. Which they are, and how each is made, is in test/vscode/pictures. `npm run pictures -- TEXT` makes those alone
// whose name holds TEXT.
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSuite, suiteFolder } from '../test/vscode/build.mjs';
import { run as command } from '../test/vscode/host/command.mjs';
import { canInstall, install } from '../test/vscode/host/programs.mjs';
import { runInServer } from '../test/vscode/host/run-server.mjs';
import { withScope } from '../test/vscode/host/scope.mjs';
import { ensureServerHost } from '../test/vscode/host/server-host.mjs';
import { temporaryFolder } from '../test/vscode/host/temporary.mjs';
import { build } from './build.mjs';
import { fontConfiguration, fonts, pictureSettings } from './pictures/look.mjs';
import { originFile, originOf } from './pictures/origin.mjs';
import { sizeOf, withPalette } from './pictures/png.mjs';
import { main, root } from './run.mjs';

const [only] = process.argv.slice(2);
const timeoutMs = 600_000;

await main(async () => {
  const host = await ensureServerHost(console.log);
  await ensureFonts();
  await build();
  const extensionTestsPath = await buildSuite();
  await withScope(async (scope) => {
    const scratch = await temporaryFolder(scope, path.join(tmpdir(), 'tandem-pictures-'));
    const workspace = path.join(scratch, 'examples');
    const made = path.join(scratch, 'made');
    await cp(path.join(root, 'examples'), workspace, { recursive: true });
    await mkdir(made);
    // The extension host inherits them, and the browser.
    Object.assign(process.env, {
      TANDEM_VSCODE_SUITE: 'pictures',
      TANDEM_PICTURES: made,
      FONTCONFIG_FILE: await fontConfiguration(scratch),
      ...(only && { TANDEM_VSCODE_GREP: only }),
    });
    const code = await runInServer({
      host,
      workspace,
      extensionDevelopmentPath: root,
      extensionTestsPath,
      settings: pictureSettings,
      pixelRatio: 2,
      artifacts: path.join(suiteFolder, 'artifacts'),
      timeoutMs,
      log: console.log,
    });
    const artifacts = path.join(suiteFolder, 'artifacts');
    if (code !== 0) await cp(made, artifacts, { recursive: true });
    if (code !== 0) throw new Error('Not all pictures could be made; media/ is as it was.');
    await keep(made);
  });
});

/** Without them the pictures are made all the same, in the fonts that the system has. */
async function ensureFonts() {
  const installed = await command('fc-list', [':', 'family']).catch(() => '');
  const missing = Object.entries(fonts).filter(([family]) => !installed.includes(family));
  if (missing.length > 0 && (await canInstall()))
    await install(
      console.log,
      missing.map(([, name]) => name),
    );
}

/** @param {string} made */
async function keep(made) {
  for (const name of (await readdir(made, { recursive: true }))
    .filter((file) => file.endsWith('.png'))
    .sort()) {
    const picture = withPalette(await readFile(path.join(made, name)));
    const file = path.join(root, 'media', name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, picture);
    const { width, height } = sizeOf(picture);
    console.log(`media/${name}: ${width} × ${height}, ${Math.ceil(picture.length / 1000)} kB`);
  }
  if (only === undefined) await writeFile(originFile, await originOf());
}
