import * as assert from 'node:assert/strict';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import * as vscode from 'vscode';
import { mcpProvider } from '../../../extension/agents/mcp-provider.ts';
import { mcpServer } from '../../../extension/agents/mcp-server.ts';
import { bugHunts, type CallTool } from '../../automation/mcp/find-bugs.ts';
import { stage } from '../host/stage.ts';
import { publication } from './support/outside/publication.ts';
import { program, repository } from './support/program.ts';
import { keepTidy } from './support/sessions.ts';

const BUGS = join(repository, 'examples', 'bugs');
const extension = vscode.extensions.getExtension('tandem.tandem-debug')!;

const set = (name: string, value: unknown) =>
  vscode.workspace
    .getConfiguration('tandem.automation')
    .update(name, value, vscode.ConfigurationTarget.Global);

describe('an MCP client in the window', () => {
  keepTidy();
  const clients: Client[] = [];
  after(() => Promise.all(clients.map((client) => client.close())));

  async function connect({ readOnly = false } = {}): Promise<{ client: Client; call: CallTool }> {
    await publication();
    // As VS Code starts what the extension has announced.
    const { command, args, env } = mcpServer(
      join(extension.extensionPath, 'dist', 'cli.js'),
      extension.packageJSON.version,
      readOnly,
      { names: [] },
    );
    const transport = new StdioClientTransport({
      command,
      args,
      env: { ...process.env, ...env } as Record<string, string>,
    });
    const client = new Client({ name: 'a test', version: '1' });
    await client.connect(transport);
    clients.push(client);
    return {
      client,
      async call(name, input) {
        const { content } = (await client.callTool({ name, arguments: { ...input } })) as CallToolResult;
        return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
      },
    };
  }

  it('is told that the user sees what it does', async () => {
    const { client } = await connect();
    assert.match(
      client.getInstructions()!,
      /^Programs run in the VS Code window of process \d+, whose user sees/,
    );
  });

  it('only looks where the user says so', async () => {
    const { client, call } = await connect({ readOnly: true });
    const { tools } = await client.listTools();
    assert.ok(tools.every(({ annotations }) => annotations?.readOnlyHint));
    assert.match(await call('debug_start', { program: 'counter.js' }), /read-only/);
  });

  for (const [bug, find] of Object.entries(bugHunts)) {
    it(`finds ${bug}`, async () => {
      const { call } = await connect();
      await find(call, BUGS);
    });
  }
});

describe('the MCP server of the window', () => {
  keepTidy();
  afterEach(async () => {
    for (const name of ['offeredAs', 'access', 'redactNames']) await set(name, undefined);
  });

  it('is told of where the user wants it instead of tools of the chat, with all that is set', async () => {
    const told = async () => {
      const provider = mcpProvider(extension, publication, () => new vscode.Disposable(() => {}));
      return (await provider.provideMcpServerDefinitions(new vscode.CancellationTokenSource().token))!;
    };
    assert.deepEqual(await told(), []);
    await set('offeredAs', 'mcpServer');
    await set('access', 'readOnly');
    await set('redactNames', ['pin']);
    const [{ command, args, env } = assert.fail(), ...others] = await told();
    assert.deepEqual(others, []);
    assert.equal(command, process.execPath);
    assert.deepEqual(args.slice(1), [
      'mcp',
      '--window',
      String(process.pid),
      '--read-only',
      '--redact-name',
      'pin',
    ]);
    assert.equal(env.ELECTRON_RUN_AS_NODE, '1');
    await set('access', 'off');
    assert.deepEqual(await told(), []);
  });

  it('is in the list of VS Code, which asks for it', async function () {
    if (!stage.available) this.skip();
    const row = '.quick-input-list .monaco-list-row:has-text("Tandem")';
    await set('offeredAs', 'mcpServer');
    void vscode.commands.executeCommand('workbench.mcp.listServer');
    try {
      await stage.waitFor(row);
    } finally {
      await stage.press('Escape');
    }
  });
});

describe("the editor's language-model tools", () => {
  keepTidy();
  const names = () => vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('tandem_'));

  const call: CallTool = async (name, input) => {
    const { content } = await vscode.lm.invokeTool(`tandem_${name}`, {
      input,
      toolInvocationToken: undefined,
    });
    return content.map((part) => (part as vscode.LanguageModelTextPart).value).join('');
  };

  it('are those of the table', () => {
    assert.equal(names().length, 13);
    assert.ok(names().includes('tandem_debug_start'));
  });

  it('say where programs run, and what is wrong with a call', async () => {
    assert.match(await call('debug_tasks', {}), /Programs run in this window of VS Code/);
    assert.match(await call('debug_state', { task: 'nobody' }), /There is no task "nobody"/);
  });

  // Where tests run, VS Code takes every question for answered with yes.
  it('find a bug', () => bugHunts['two invoices that are never printed, in TypeScript']!(call, BUGS));

  it('hide secrets, unless the user lets them be seen', async () => {
    const file = await program('secrets.js', "const user = { password: 'l0velace!' };\ndebugger;\nuser;\n");
    assert.match(await call('debug_start', { program: file.path }), /password: '\[redacted\]'/);
    await set('redactSecrets', false);
    try {
      assert.match(await call('debug_state', {}), /password: 'l0velace!'/);
    } finally {
      await set('redactSecrets', undefined);
    }
    assert.match(await call('debug_stop', { forget: true }), /was STOPPED/);
  });
});
