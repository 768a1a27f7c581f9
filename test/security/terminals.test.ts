import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import type { DapClient } from '../support/dap-client.ts';
import { files } from '../support/fixtures.ts';
import { connect, expectEnd, launchArguments, type Settings } from '../support/session.ts';

const isWindows = process.platform === 'win32';

const JS = `
const { spawnSync } = require('node:child_process');
const ours = Object.keys(process.env).filter((name) => /^TANDEM_(?!TEST|FAULT)/.test(name));
console.log(JSON.stringify({ ours, options: process.env.NODE_OPTIONS ?? '' }));
if (process.argv[2] !== 'child') spawnSync(process.execPath, [__filename, 'child'], { stdio: 'inherit' });
process.exitCode = 4;
`;
const PY = `
import json, os, subprocess, sys
ours = [name for name in os.environ if name.startswith("TANDEM_") and "TEST" not in name and "FAULT" not in name]
print(json.dumps({"ours": ours, "options": os.environ.get("NODE_OPTIONS", "")}, separators=(",", ":")), flush=True)
if sys.argv[1:] != ["child"]:
    subprocess.run([sys.executable, __file__, "child"])
sys.exit(4)
`;
/** What a program and its child print where nothing of ours is to be seen. */
const NOTHING = `${JSON.stringify({ ours: [], options: '' })}\n`.repeat(2);

interface Seen {
  readonly client: DapClient;
  /** All that the client was asked to type. */
  readonly request: string;
  readonly secret: string;
  readonly note: string;
  readonly again: () => Promise<string>;
  readonly output: Promise<string>;
}

/** A terminal as an editor has it, which shows what it is asked to run. */
async function inTerminal(settings: Settings): Promise<Seen> {
  const client = await connect({
    supportsRunInTerminalRequest: true,
    supportsStartDebuggingRequest: false,
  });
  let seen: Omit<Seen, 'client'> | undefined;
  client.onReverseRequest('runInTerminal', (args) => {
    const typed = args as DebugProtocol.RunInTerminalRequestArguments;
    const run = (): Promise<string> => outputOf(typed);
    const note = typed.env!.TANDEM_SESSION!;
    if (!isWindows) {
      expect(statSync(note).mode & 0o777).toBe(0o600);
      expect(statSync(dirname(note)).mode & 0o777).toBe(0o700);
    }
    const secret = JSON.parse(readFileSync(note, 'utf8')).TANDEM_TOKEN as string;
    seen = { request: JSON.stringify(typed), secret, note, output: run(), again: run };
    return {};
  });
  const launched = client.request('launch', launchArguments({ console: 'integratedTerminal', ...settings }));
  await client.waitFor('initialized');
  await client.request('configurationDone', {});
  await launched;
  return { client, ...seen! };
}

async function outputOf({ args, cwd, env }: DebugProtocol.RunInTerminalRequestArguments): Promise<string> {
  const wanted = Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== null);
  const process_ = spawn(args[0]!, args.slice(1), {
    cwd,
    env: Object.fromEntries(wanted) as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of process_.stdout) text += chunk;
  return text;
}

describe('what is typed into a terminal', () => {
  it.each([
    ['Node', 'app.js', JS, {}],
    ['Node without its children', 'app.js', JS, { autoAttachChildProcesses: false }],
    ['Node over TCP', 'app.js', JS, { transport: 'tcp' }],
    ['Python', 'app.py', PY, {}],
    ['Python without its children', 'app.py', PY, { autoAttachChildProcesses: false }],
  ] as const)('has no secret in it, nor is anything left: %s', async (_, name, source, settings) => {
    const program = join(files({ [name]: source }), name);
    const { client, request, secret, note, output, again } = await inTerminal({ program, ...settings });
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(request).not.toContain(secret);
    expect(request.match(/TANDEM_\w+/g)).toEqual(['TANDEM_SESSION']);
    await expectEnd(client, 4);
    expect(await output).toBe(NOTHING);
    await expect.poll(() => existsSync(dirname(note))).toBe(false);
    // The line is still there, and is run again.
    expect(await again()).toBe(NOTHING);
  });

  it.skipIf(isWindows)('brings all that a script runs', async () => {
    const home = files({
      'app.js': 'debugger;\n',
      'app.py': 'breakpoint()\n',
      'both.sh': 'node app.js &\npython3 app.py\nwait\n',
    });
    const settings = { runtimeExecutable: 'sh', runtimeArgs: ['both.sh'], cwd: home };
    const { client, request, secret, note } = await inTerminal(settings);
    expect(request).not.toContain(secret);
    await client.waitFor('stopped');
    await client.waitFor('stopped');
    await client.request('disconnect', { terminateDebuggee: true });
    await expect.poll(() => existsSync(dirname(note))).toBe(false);
  });

  it('is removed where nobody reads it', async () => {
    const program = join(files({ 'app.js': JS }), 'app.js');
    const client = await connect({ supportsRunInTerminalRequest: true });
    const asked = new Promise<string>((resolve) => {
      client.onReverseRequest('runInTerminal', (args) => {
        resolve((args as DebugProtocol.RunInTerminalRequestArguments).env!.TANDEM_SESSION!);
        return {};
      });
    });
    client.request('launch', launchArguments({ program, console: 'integratedTerminal' })).catch(() => {});
    const note = await asked;
    expect(existsSync(note)).toBe(true);
    await client.request('disconnect', {});
    await expect.poll(() => existsSync(dirname(note))).toBe(false);
  });
});
