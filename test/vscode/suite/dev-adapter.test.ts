import * as assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type Program, program, repository } from './support/program.ts';
import { debug, keepTidy, terminated } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';
import { within } from './support/wait.ts';

describe('a session with "adapter": "dev"', () => {
  let counter: Program;
  let state: string;
  before(async () => {
    counter = await program('counter.js', COUNTER);
    state = mkdtempSync(join(tmpdir(), 'tandem-dev-'));
    process.env.TANDEM_DEV_STATE = state;
  });
  after(() => {
    delete process.env.TANDEM_DEV_STATE;
    rmSync(state, { recursive: true, force: true });
  });
  keepTidy();

  const configuration = () => ({
    type: 'tandem',
    request: 'launch',
    name: 'Dev',
    program: counter.path,
    adapter: 'dev',
  });

  it('does not begin where no dev adapter runs', async () => {
    // A dialog, which VS Code shows nobody in tests.
    await assert.rejects(
      async () => vscode.debug.startDebugging(undefined, configuration()),
      /No dev adapter runs with .* Start one with "tandem dev"/,
    );
  });

  it('is run by the dev adapter', async () => {
    const dev = new Dev(state);
    try {
      await dev.said('"event":"built"');
      counter.breakAt('loop');
      const session = await debug(configuration());
      const { threadId } = await session.stopped();
      await dev.said('"event":"sessionBegan"');
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
      await session.breakpointsRemoved();
      const end = terminated(session.session);
      await session.session.customRequest('continue', { threadId });
      assert.deepEqual(await session.ended(), { exitCode: 3 });
      await end;
      await dev.said('"event":"sessionEnded"');
    } finally {
      await dev.end();
    }
  });
});

class Dev {
  readonly #process: ChildProcess;
  #text = '';

  constructor(state: string) {
    const { extensionPath } = vscode.extensions.getExtension('tandem.tandem-debug')!;
    const cli = join(extensionPath, 'dist/cli.js');
    this.#process = spawn('node', [cli, 'dev', '--json', '--state', state, '--checkout', repository], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
    });
  }

  /** Resolves once its output has this text in it. */
  said(text: string): Promise<void> {
    const seen = async (): Promise<void> => {
      while (!this.#text.includes(text)) await once(this.#process.stdout!, 'data');
    };
    return within(seen(), `${text} of the dev adapter`);
  }

  async end(): Promise<void> {
    const closed = once(this.#process, 'close');
    this.#process.kill();
    await closed;
  }
}
