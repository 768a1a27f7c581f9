import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import { CLI, cleanEnvironment } from '../../cli/support/cli.ts';
import type { CallTool } from './find-bugs.ts';

export const BUGS = join(import.meta.dirname, '../../../examples/bugs');

export interface McpSession {
  readonly client: Client;
  /** Of the server. */
  readonly pid: number;
  readonly call: CallTool;
  /** What it has written to standard error. */
  readonly complaints: () => string;
}

/** `tandem mcp`, as a client of the SDK's starts it. It is gone after the test. */
export async function mcpSession(
  args: readonly string[],
  { cwd = BUGS, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<McpSession> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [CLI, 'mcp', ...args],
    cwd,
    env: { ...cleanEnvironment(), ...env } as Record<string, string>,
    stderr: 'pipe',
  });
  let complaints = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    complaints += chunk;
  });
  const client = new Client({ name: 'a test', version: '1' });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return {
    client,
    pid: transport.pid!,
    complaints: () => complaints,
    call: async (name, input) => {
      const { content } = (await client.callTool({ name, arguments: { ...input } })) as CallToolResult;
      return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
    },
  };
}
