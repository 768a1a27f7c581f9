import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import type { RequestArguments } from '../../adapter/requests/requests.ts';
import type { DapClient } from '../support/dap-client.ts';
import { files, lineOf } from '../support/fixtures.ts';
import { connect, expectEnd, launchArguments, type Settings } from '../support/session.ts';

const supportsStartDebuggingRequest = true;

/** An editor: it begins a session for each child, and sets the same breakpoints in all. */
class Editor {
  readonly parent: DapClient;
  readonly #breakpoints: RequestArguments<'setBreakpoints'>;
  readonly #children: DapClient[] = [];
  readonly #waiting: ((child: DapClient) => void)[] = [];

  static async start(settings: Settings, file: string): Promise<Editor> {
    const parent = await connect({ supportsStartDebuggingRequest });
    const editor = new Editor(parent, {
      source: { path: file },
      breakpoints: [{ line: lineOf(file, 'here') }],
    });
    parent.onReverseRequest('startDebugging', (args) => editor.#begin(args as never));
    const launched = parent.request('launch', launchArguments(settings));
    await editor.#configure(parent);
    await launched;
    return editor;
  }

  private constructor(parent: DapClient, breakpoints: RequestArguments<'setBreakpoints'>) {
    this.parent = parent;
    this.#breakpoints = breakpoints;
  }

  /** The next child session. */
  async child(): Promise<DapClient> {
    return this.#children.shift() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #begin({ request, configuration }: DebugProtocol.StartDebuggingRequestArguments): Promise<void> {
    expect(request).toBe('attach');
    expect(configuration).toMatchObject({
      type: 'tandem',
      name: expect.stringMatching(/^child\.js \[\d+\]$/),
    });
    const child = await connect({ supportsStartDebuggingRequest });
    const attached = child.request('attach', configuration);
    attached.catch(() => {});
    await this.#configure(child);
    await attached;
    const waiting = this.#waiting.shift();
    if (waiting) waiting(child);
    else this.#children.push(child);
  }

  async #configure(client: DapClient): Promise<void> {
    await client.waitFor('initialized');
    await client.request('setBreakpoints', this.#breakpoints);
    await client.request('configurationDone', {});
  }
}

/** A program that forks `child.js`, whatever that is. */
function family(child: string, parent = "require('node:child_process').fork(__dirname + '/child.js')") {
  const directory = files({ 'parent.js': parent, 'child.js': child });
  return { program: join(directory, 'parent.js'), child: join(directory, 'child.js') };
}

describe.each([false, true])('a child process as a session of its own (in-process %s)', (inProcess) => {
  it('stops, steps and ends by itself, with its exit code', async () => {
    const { program, child } = family('const answer = 42; // here\nprocess.exitCode = 3;');
    const editor = await Editor.start({ program, inProcess }, child);
    const client = await editor.child();
    expect(await client.waitFor('process')).toMatchObject({ name: child, startMethod: 'attach' });
    expect(await client.waitFor('stopped')).toMatchObject({ reason: 'breakpoint', threadId: 1 });
    await client.request('next', { threadId: 1 });
    expect(await client.waitFor('stopped')).toMatchObject({ reason: 'step', threadId: 1 });
    await client.request('continue', { threadId: 1 });
    await expectEnd(client, 3);
    await expectEnd(editor.parent, 0);
    expect(editor.parent.eventNames).not.toContain('stopped');
  });

  it('ends with its parent', async () => {
    const { program, child } = family('setInterval(() => {}, 1000); // here');
    const editor = await Editor.start({ program, inProcess }, child);
    const client = await editor.child();
    await client.waitFor('stopped');
    await editor.parent.request('disconnect', {});
    await client.waitFor('terminated');
  });

  it('can be ended without its parent', async () => {
    const { program, child } = family(
      'setInterval(() => {}, 1000); // here',
      "require('node:child_process').fork(__dirname + '/child.js').on('exit', (code, signal) => console.log(signal))",
    );
    const editor = await Editor.start({ program, inProcess }, child);
    const client = await editor.child();
    await client.waitFor('stopped');
    await client.request('disconnect', {});
    await editor.parent.waitFor('terminated');
    expect(editor.parent.output('stdout')).toBe('SIGTERM\n');
  });

  it('is let go of when its parent ends before it', async () => {
    const { program, child } = family(
      'process.send(process.pid); // here\nprocess.disconnect(); setTimeout(() => {}, 60_000);',
      "const child = require('node:child_process').fork(__dirname + '/child.js', { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }); child.on('message', () => process.exit(0));",
    );
    const editor = await Editor.start({ program, inProcess }, child);
    const client = await editor.child();
    const { systemProcessId } = await client.waitFor('process');
    await client.waitFor('stopped');
    await client.request('continue', { threadId: 1 });
    await editor.parent.waitFor('terminated');
    await client.waitFor('terminated');
    expect(client.eventNames).not.toContain('exited');
    process.kill(systemProcessId!, 'SIGKILL');
  });

  it('cannot be restarted by itself', async () => {
    const { program, child } = family('setInterval(() => {}, 1000); // here');
    const editor = await Editor.start({ program, inProcess }, child);
    const client = await editor.child();
    await client.waitFor('stopped');
    await expect(client.request('restart', {})).rejects.toMatchObject({ code: 'session.childRestart' });
  });

  it('is a thread of the parent where the client refuses to begin a session', async () => {
    const { program, child } = family('const answer = 42; // here');
    const parent = await connect({ supportsStartDebuggingRequest });
    const launched = parent.request('launch', launchArguments({ program, inProcess }));
    await parent.waitFor('initialized');
    await parent.request('setBreakpoints', { source: { path: child }, breakpoints: [{ line: 1 }] });
    await parent.request('configurationDone', {});
    await launched;
    const { threadId } = await parent.waitFor('stopped');
    expect(threadId).toBeGreaterThan(1);
    await parent.request('continue', { threadId: threadId! });
    await expectEnd(parent, 0);
  });
});

describe('attach', () => {
  it('says so when no process waits for the session', async () => {
    const client = await connect();
    await expect(client.request('attach', { __tandemChild: 'nobody' } as never)).rejects.toMatchObject({
      code: 'session.attachUnknown',
    });
    await client.waitFor('terminated');
  });
});
