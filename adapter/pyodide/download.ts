import type { Socket } from 'node:net';
// By these names, and no others, VS Code gives its extensions modules that know its proxy and its certificates.
// biome-ignore lint/style/useNodejsImportProtocol: see above
import * as http from 'http';
// biome-ignore lint/style/useNodejsImportProtocol: see above
import * as https from 'https';
import { passFor, proxyFor, tunnel, wayTo } from './proxy.ts';

/** How long nothing at all may come, in milliseconds. */
const SILENCE_LIMIT_MS = 30_000;
const MAX_REDIRECTS = 5;

export interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  /** How many bytes there are, and how many there will be, where the server says so. */
  readonly onBytes?: (done: number, total: number | undefined) => void;
}

/**
 * What is at an address, complete. Through the proxy that the environment names; where it names none, the editor's proxy
 * and certificates apply in its process. Rejects with an `Error` that says in a few words why not, or with the signal's reason.
 */
export async function download(address: string, options: DownloadOptions): Promise<Buffer> {
  try {
    return await read(await follow(new URL(address), options, MAX_REDIRECTS), options);
  } catch (error) {
    options.signal.throwIfAborted();
    throw new Error(inWords(error as NodeJS.ErrnoException));
  }
}

async function follow(url: URL, options: DownloadOptions, redirects: number): Promise<http.IncomingMessage> {
  const answer = await ask(url, options.signal);
  const { statusCode = 0, statusMessage, headers } = answer;
  if (statusCode === 200) return answer;
  answer.destroy();
  if (statusCode < 300 || statusCode >= 400 || headers.location === undefined)
    throw new Error(`${url.host} answered ${statusCode} ${statusMessage}`);
  if (redirects === 0) throw new Error(`${url.host} redirects without end`);
  const next = new URL(headers.location, url);
  if (url.protocol === 'https:' && next.protocol !== 'https:')
    throw new Error(`${url.host} redirects to a place without TLS`);
  return follow(next, options, redirects - 1);
}

function ask(url: URL, signal: AbortSignal): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = send(url, signal);
    let answer: http.IncomingMessage | undefined;
    asked.setTimeout(SILENCE_LIMIT_MS, () => {
      const silence = new Error(`${url.host} was silent for ${SILENCE_LIMIT_MS / 1000} s`);
      // Whoever reads the answer hears no more of the request than that it broke off.
      answer?.destroy(silence);
      asked.destroy(silence);
    });
    asked.once('response', (come) => {
      answer = come;
      resolve(come);
    });
    asked.once('error', reject);
    asked.end();
  });
}

function send(url: URL, signal: AbortSignal): http.ClientRequest {
  const proxy = proxyFor(url, process.env);
  if (url.protocol === 'http:') {
    if (!proxy) return http.request(url, { signal });
    const { request } = proxy.protocol === 'https:' ? https : http;
    return request({
      ...wayTo(proxy),
      path: url.href,
      headers: { host: url.host, ...passFor(proxy) },
      signal,
    });
  }
  if (!proxy) return https.request(url, { signal });
  const createConnection = (_: unknown, done: (error: Error | null, socket: Socket) => void): undefined => {
    tunnel(proxy, url, signal).then(
      (socket) => done(null, socket),
      (error) => done(error, undefined as never),
    );
  };
  return https.request(url, { signal, createConnection: createConnection as never });
}

async function read(answer: http.IncomingMessage, { onBytes, maxBytes }: DownloadOptions): Promise<Buffer> {
  const length = Number(answer.headers['content-length']);
  const total = Number.isFinite(length) && length > 0 ? length : undefined;
  const pieces: Buffer[] = [];
  let done = 0;
  for await (const piece of answer) {
    pieces.push(piece);
    done += piece.length;
    if (done > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`);
    onBytes?.(done, total);
  }
  if (!answer.complete) throw new Error(`the connection ended after ${done} of ${total ?? 'its'} bytes`);
  return Buffer.concat(pieces);
}

function inWords({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'this machine seems to be offline';
  if (code === 'ECONNRESET') return 'the connection broke off';
  return message || code || 'the connection failed';
}
