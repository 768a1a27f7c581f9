import { once } from 'node:events';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Redactor } from '../redaction/redactor.ts';
import { placeText } from '../tools/text/place-text.ts';
import { Toolbox } from '../tools/toolbox.ts';
import { createMcpServer } from './mcp-server.ts';
import { takeStdout } from './own-stdout.ts';
import type { Places } from './places.ts';

declare const TANDEM_AGENTS_USE: string;

/** What an agent should know before it debugs. One page of Markdown. */
export const guide = (): string => TANDEM_AGENTS_USE;

export interface McpOptions {
  readonly readOnly: boolean;
  /** Undefined where secrets are told as they are. */
  readonly redaction: { readonly names: readonly string[]; readonly values: readonly string[] } | undefined;
}

/** Serves one client on standard input and output, until it leaves or a signal ends this process; resolves with which. */
export async function runMcp(places: Places, options: McpOptions): Promise<NodeJS.Signals | undefined> {
  const stdout = takeStdout();
  const left = whenLeft(stdout);
  const { readOnly, redaction } = options;
  const toolbox = new Toolbox(() => places.current(), {
    readOnly,
    redactor: redaction && new Redactor(redaction),
  });
  const server = createMcpServer(toolbox, guide(), await instructions(places, readOnly));
  try {
    await server.connect(new StdioServerTransport(process.stdin, stdout));
    return await left;
  } finally {
    await server.close();
    // What it has started ends with it.
    await places[Symbol.asyncDispose]();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A client leaves by closing our input, or by not reading our output any more. */
async function whenLeft(stdout: NodeJS.WritableStream): Promise<NodeJS.Signals | undefined> {
  const left = new AbortController();
  const { signal } = left;
  const waits = [
    ...SIGNALS.map(async (name) => once(process, name, { signal }).then(() => name)),
    once(process.stdin, 'end', { signal }),
    once(process.stdin, 'close', { signal }),
    once(process.stdout, 'error', { signal }),
    once(stdout, 'error', { signal }),
  ];
  try {
    const how = await Promise.race(waits);
    return typeof how === 'string' ? how : undefined;
  } catch {
    // Standard input has failed: nobody is at its other end.
    return undefined;
  } finally {
    left.abort();
    await Promise.allSettled(waits);
  }
}

async function instructions(places: Places, readOnly: boolean): Promise<string> {
  const where = await places
    .current()
    .then(placeText, (error: Error) => `No program can be run yet: ${error.message}`);
  const rights = readOnly
    ? '\nDebugging is read-only here: you can look at programs, not start or move them.'
    : '';
  return `${where}${rights}\n\n${guide()}`;
}
