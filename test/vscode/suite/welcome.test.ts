import * as assert from 'node:assert/strict';
import { access, constants, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage, themes } from '../host/stage.ts';
import { program } from './support/program.ts';
import { debug, focusedFrame, keepTidy } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';

const extension = vscode.extensions.getExtension('tandem.tandem-debug')!;
const { walkthroughs } = extension.packageJSON.contributes as {
  walkthroughs: readonly { steps: readonly { id: string; title: string; description: string }[] }[];
};
const { steps } = walkthroughs[0]!;

const step = (title: string): string => `.getting-started-step:has(.step-title:has-text("${title}"))`;
const done = (title: string): string => `${step(title)} .codicon.complete`;
const titleOf = (id: string): string => steps.find((each) => each.id === id)!.title;

/** From the palette, as a person finds it. */
async function getStarted(): Promise<void> {
  await stage.press('F1');
  await stage.waitFor('.quick-input-widget');
  await stage.type('Tandem: Get Started');
  await stage.waitFor('.quick-input-list .monaco-list-row.focused:has-text("Tandem: Get Started")');
  await stage.press('Enter');
  await stage.waitFor(step(steps[0]!.title));
}

describe('the first minutes', () => {
  before(async function () {
    if (!stage.available) this.skip();
    await stage.resize(1600, 900); // wide enough for the pictures of the walkthrough
  });
  keepTidy();
  after(async () => stage.available && (await stage.resize(1280, 800)));

  it('has a walkthrough whose steps, words and pictures are there', async () => {
    await getStarted();
    const titles = await stage.texts('.getting-started-step .step-title');
    assert.deepEqual(
      titles,
      steps.map(({ title }) => title),
    );
    for (const { title } of steps) {
      await stage.click(`${step(title)} .step-title`);
      await stage.waitFor(`${step(title)}.expanded`);
      await stage.waitFor('.getting-started-media img');
    }
  });

  it('names only commands that there are', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    for (const { description } of steps)
      for (const [, command] of description.matchAll(/\(command:([\w.-]+)/g))
        assert.ok(known.has(command!), command);
  });

  it('ticks off what was done, by whatever way', async () => {
    await getStarted();
    await stage.waitFor(done(titleOf('breakpoint')), { state: 'detached' });
    const counter = await program('ticked.js', COUNTER);
    counter.breakAt('loop');
    const session = await debug({ program: counter.path, inProcess: true });
    await session.stopped();
    await focusedFrame();
    await vscode.commands.executeCommand('workbench.action.debug.stepOver');
    await session.stopped();
    await stage.waitFor('.statusbar-item:has-text("Ln 3,")'); // else the stop takes the place of what is opened now
    await vscode.commands.executeCommand('tandem.getStarted');
    for (const id of ['breakpoint', 'look', 'in-process']) await stage.waitFor(done(titleOf(id)));
    await stage.waitFor(done(titleOf('python')), { state: 'detached' });
  });

  it('opens the examples, in a folder of the user, with their README', async function () {
    this.timeout(120_000);
    await getStarted();
    await stage.click(`${step(titleOf('examples'))} .step-title`);
    await stage.click(`${step(titleOf('examples'))} .monaco-button:has-text("Open Examples")`);
    await stage.inNewWindow('.tab:has-text("Preview README.md")');
    await stage.waitFor(done(titleOf('examples')));
    const home = await copyOfExamples();
    await access(join(home, '.vscode/launch.json'), constants.W_OK);
    assert.ok(!home.startsWith(extension.extensionPath));
  });

  it('asks before it opens examples that were changed, and writes over none of them', async function () {
    this.timeout(120_000);
    const home = await copyOfExamples();
    await writeFile(join(home, 'hello.js'), '// mine\n');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    void vscode.commands.executeCommand('tandem.openExamples');
    await stage.waitFor('.quick-input-widget input[placeholder*="not as Tandem brings them"]');
    await stage.click('.quick-input-list .monaco-list-row:has-text("Make a Fresh Copy")');
    await stage.inNewWindow('.tab:has-text("Preview README.md")');
    assert.equal(await readFile(join(home, 'hello.js'), 'utf8'), '// mine\n');
    const shipped = await readFile(join(extension.extensionPath, 'examples/hello.js'), 'utf8');
    assert.equal(await readFile(join(`${home}-2`, 'hello.js'), 'utf8'), shipped);
    for (const folder of [home, `${home}-2`]) await rm(folder, { recursive: true });
  });

  it('can be read in every theme', async () => {
    await getStarted();
    try {
      for (const theme of themes) {
        await stage.theme(theme);
        await stage.waitFor('.getting-started-media img');
        if (process.env.TANDEM_LOOK)
          await stage.screenshot(join(process.env.TANDEM_LOOK, `walkthrough-${theme}.png`));
      }
    } finally {
      await stage.theme('dark');
    }
  });
});

/** Where VS Code keeps what belongs to an extension. */
async function copyOfExamples(): Promise<string> {
  const storage = join(process.env.TMPDIR!, '../data/data/User/globalStorage', extension.id);
  assert.ok((await readdir(storage)).includes('examples'), storage);
  return join(storage, 'examples');
}
