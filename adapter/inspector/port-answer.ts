import { get } from 'node:http';
import { type Address, hostHeader } from './address.ts';

/** One program, or one part of one, that an inspector offers. */
export interface InspectorTarget {
  readonly id: string;
  readonly title: string;
  /** The main module, as a URL, where there is one. */
  readonly url: string;
  /** Path of its WebSocket. */
  readonly path: string;
}

export type PortAnswer =
  /** An inspector; `product` is what it says it belongs to: `node.js/v24.0.0`. */
  | { readonly kind: 'inspector'; readonly product: string; readonly targets: readonly InspectorTarget[] }
  /** Something that knows HTTP, but is no inspector. */
  | { readonly kind: 'http'; readonly status: number }
  /** Something that speaks another language: perhaps a Tandem launcher. */
  | { readonly kind: 'other' }
  /** It takes connections and closes them without a word, as the near end of a tunnel does whose far end finds nobody. */
  | { readonly kind: 'closes' }
  /** It takes connections and says nothing. */
  | { readonly kind: 'silent' }
  /** Nobody takes connections. `code` is the system's. */
  | { readonly kind: 'nobody'; readonly code: string };

/** How long it may take to answer, in milliseconds: it may be far away, but a thread of its own does it. */
const ANSWER_LIMIT_MS = 3000;

/** Finds out who listens at a port. Rejects only when the signal aborts. */
export async function askPort(address: Address, signal: AbortSignal): Promise<PortAnswer> {
  const version = await fetchJson(address, '/json/version', signal);
  if ('kind' in version) return version;
  const { Browser: product } = version.json as { Browser?: unknown };
  if (typeof product !== 'string') return { kind: 'http', status: 200 };
  const list = await fetchJson(address, '/json/list', signal);
  if ('kind' in list) return list;
  return { kind: 'inspector', product, targets: Array.isArray(list.json) ? list.json.flatMap(target) : [] };
}

function target(listed: unknown): InspectorTarget[] {
  const { id, title, url, webSocketDebuggerUrl } = listed as Record<string, unknown>;
  if (typeof webSocketDebuggerUrl !== 'string') return [];
  // Only its path counts: behind a tunnel the address is another one there.
  const path = webSocketDebuggerUrl.replace(/^wss?:\/\/[^/]*/, '');
  return [{ id: String(id ?? path), title: String(title ?? ''), url: String(url ?? ''), path }];
}

type Failure = Exclude<PortAnswer, { readonly kind: 'inspector' }>;

function fetchJson(
  address: Address,
  path: string,
  signal: AbortSignal,
): Promise<Failure | { readonly json: object }> {
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const asking = get(
      {
        ...address,
        path,
        agent: false,
        headers: { Host: hostHeader(address) },
        signal: AbortSignal.any([signal, limit]),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', failed);
        response.on('end', () => {
          const json = response.statusCode === 200 ? parse(Buffer.concat(chunks)) : undefined;
          resolve(json ? { json } : { kind: 'http', status: response.statusCode ?? 0 });
        });
      },
    );
    const failed = (error: NodeJS.ErrnoException): void => {
      if (signal.aborted) reject(signal.reason);
      else resolve(failure(error, limit.aborted));
    };
    asking.on('error', failed);
  });
}

function failure({ code = '' }: NodeJS.ErrnoException, isLate: boolean): Failure {
  if (isLate) return { kind: 'silent' };
  if (code.startsWith('HPE_')) return { kind: 'other' };
  return code === 'ECONNRESET' || code === 'EPIPE' ? { kind: 'closes' } : { kind: 'nobody', code };
}

function parse(text: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(text.toString());
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
