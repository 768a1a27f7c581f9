import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The requests and capabilities of the protocol, out of its own types, in their order. */
export function protocolWords(): { readonly requests: string[]; readonly capabilities: string[] } {
  const file = createRequire(import.meta.url).resolve('@vscode/debugprotocol/lib/debugProtocol.d.ts');
  const text = readFileSync(file, 'utf8');
  const requests = [...text.matchAll(/interface (\w+)Request extends Request \{/g)].map(([, name = '']) =>
    lower(name),
  );
  const [, body = ''] = /interface Capabilities \{\n(.*?)\n {4}\}/s.exec(text) ?? [];
  const capabilities = [...body.matchAll(/^ {8}(\w+)\?:/gm)].map(([, name = '']) => name);
  return { requests: requests.filter((name) => !FROM_ADAPTERS.has(name)), capabilities };
}

/** They go the other way. */
const FROM_ADAPTERS: ReadonlySet<string> = new Set(['runInTerminal', 'startDebugging']);

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
