import type { Readable, Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { createDebugSession, type SessionOptions } from '../../adapter/session/create-session.ts';

export type Message = DebugProtocol.Request | DebugProtocol.Response | DebugProtocol.Event;

/** A way to some debug adapter: messages, whatever carries them. */
export interface DapChannel {
  send(message: object): void;
  /** Sets the one listener. */
  onMessage(listener: (message: Message) => void): void;
  /** Goes away, as a client that crashed would. */
  close(): void;
}

/** The adapter in this process, as an editor uses it inline. Messages pass as JSON, as they do there. */
export function inlineChannel(options: SessionOptions = {}): DapChannel & { readonly ended: Promise<void> } {
  const session = createDebugSession(options);
  return {
    ended: session.ended,
    send: (message) => session.handleMessage(JSON.parse(JSON.stringify(message))),
    onMessage: (listener) =>
      void session.onDidSendMessage((message) => listener(JSON.parse(JSON.stringify(message)))),
    close: () => session.dispose(),
  };
}

/** An adapter at the other end of a pair of streams. */
export function streamChannel(fromAdapter: Readable, toAdapter: Writable): DapChannel {
  return {
    send(message) {
      const json = JSON.stringify(message);
      toAdapter.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
    },
    onMessage(listener) {
      let buffered = Buffer.alloc(0);
      fromAdapter.on('data', (chunk: Buffer) => {
        buffered = Buffer.concat([buffered, chunk]);
        for (let cut = cutMessage(buffered); cut; cut = cutMessage(buffered)) {
          buffered = Buffer.from(cut.rest);
          listener(cut.message);
        }
      });
    },
    close() {
      toAdapter.end();
      fromAdapter.destroy();
    },
  };
}

/** Strict on purpose: whatever else an adapter writes between its messages must fail a test. */
function cutMessage(buffered: Buffer): { message: Message; rest: Buffer } | undefined {
  const end = buffered.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const header = buffered.toString('utf8', 0, end);
  const length = /^Content-Length: (\d+)$/.exec(header)?.[1];
  if (!length) throw new Error(`Not a DAP header: ${JSON.stringify(header)}`);
  const body = buffered.subarray(end + 4);
  if (body.length < Number(length)) return undefined;
  const message = JSON.parse(body.toString('utf8', 0, Number(length))) as Message;
  return { message, rest: body.subarray(Number(length)) };
}
