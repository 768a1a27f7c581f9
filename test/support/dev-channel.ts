import {
  constants,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { connect, Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { type DevEndpoints, runningDev } from '../../automation/dev/dev-state.ts';
import { defaultDevDirectory } from '../../automation/dev/places.ts';
import { CONTENT_LENGTH } from '../../protocol/json-framing/content-length.ts';
import type { JsonFraming } from '../../protocol/json-framing/framing.ts';
import { HEX_LENGTH } from '../../protocol/json-framing/hex-length.ts';
import { LINES } from '../../protocol/json-framing/lines.ts';
import type { DapChannel, Message } from './dap-channel.ts';

/** A way to a dev adapter. `ended` resolves when the session is over, its program included. */
export type DevChannel = DapChannel & { readonly ended: Promise<void> };

type Way = (endpoints: DevEndpoints) => DevChannel;

/** By the name that `TANDEM_TEST_WAY` has for each. */
export const DEV_WAYS: Readonly<Record<string, Way>> = {
  'socket, content-length': ({ socket }) => socketChannel(connect(socket), CONTENT_LENGTH),
  'socket, lines': ({ socket }) => socketChannel(connect(socket), LINES),
  'tcp, hex-length': ({ tcp }) => {
    const socket = connect(tcp);
    socket.write(`token ${tcp.token}\n`);
    return socketChannel(socket, HEX_LENGTH);
  },
  'fifos, lines': ({ fifo }) => fifoChannel(fifo!, LINES),
  'fifos, hex-length': ({ fifo }) => fifoChannel(fifo!, HEX_LENGTH),
  files: ({ queue }) => fileChannel(queue),
};

/** A channel to the dev adapter of a state directory. */
export async function devChannel(way: string, state = defaultDevDirectory()): Promise<DevChannel> {
  const { endpoints } = await runningDev(state);
  return DEV_WAYS[way]!(endpoints);
}

/** The end of what we say is the end of the session; the adapter closes when it has come to it. */
function socketChannel(socket: Socket, framing: JsonFraming): DevChannel {
  // The adapter may have been killed, which is an end as well.
  const closed = new Promise<void>((resolve) => socket.on('error', () => {}).on('close', () => resolve()));
  return {
    ended: closed,
    send: (message) => void socket.write(framing.encode(JSON.stringify(message))),
    onMessage: (listener) => listen(socket, framing, listener),
    close: () => void socket.end(),
  };
}

function listen(stream: Duplex, framing: JsonFraming, listener: (message: Message) => void): void {
  const decoder = framing.decoder();
  stream.on('data', (chunk: Buffer) => {
    try {
      for (const json of decoder.push(chunk)) listener(JSON.parse(json) as Message);
    } catch {
      // What cannot be understood is answered by nobody, and the client says what it waits for.
      stream.destroy();
    }
  });
}

let leaveFormer = (): void => {};

/** Far from what clients count, and never the same: an answer to somebody who has left may come to the next one. */
const FIRST_SEQ = 1_000_000;
let nextSeq = FIRST_SEQ;

/** Where nobody is seen to come or to go, the session is over when the client has said so, or when another one comes. */
function untilDisconnected(channel: DapChannel, leave: () => void): DevChannel {
  let lastSeq: number | undefined;
  let isOver = false;
  let listener: (message: Message) => void = () => {};
  let over: () => void;
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });
  const leaveNow = (): void => {
    isOver = true;
    leave();
    over();
  };
  channel.onMessage((message) => {
    if (!('request_seq' in message) || message.request_seq < FIRST_SEQ) listener(message);
    else if (message.request_seq === lastSeq) leaveNow();
  });
  leaveFormer();
  leaveFormer = leaveNow;
  return {
    ended,
    send: (message) => channel.send(message),
    onMessage: (next) => {
      listener = next;
    },
    close: () => {
      if (isOver) return;
      lastSeq = nextSeq++;
      channel.send({ type: 'request', seq: lastSeq, command: 'disconnect' });
    },
  };
}

function fifoChannel(paths: { readonly in: string; readonly out: string }, framing: JsonFraming): DevChannel {
  const open = (path: string, flags: number): number => openSync(path, flags | constants.O_NONBLOCK);
  const input = new Socket({ fd: open(paths.out, constants.O_RDONLY), readable: true, writable: false });
  const output = new Socket({ fd: open(paths.in, constants.O_WRONLY), readable: false, writable: true });
  output.on('error', () => {});
  const channel: DapChannel = {
    send: (message) => void output.write(framing.encode(JSON.stringify(message))),
    onMessage: (listener) => listen(input, framing, listener),
    close: () => {},
  };
  return untilDisconnected(channel, () => {
    input.destroy();
    output.destroy();
  });
}

function fileChannel(paths: { readonly in: string; readonly out: string }): DevChannel {
  let number = 0;
  let listener: (message: Message) => void = () => {};
  const take = (): void => {
    for (const name of readdirSync(paths.out).sort()) {
      if (name.startsWith('.')) continue;
      const path = join(paths.out, name);
      const message = JSON.parse(readFileSync(path, 'utf8')) as Message;
      rmSync(path);
      listener(message);
    }
  };
  const watcher = watch(paths.out, take);
  const timer = setInterval(take, 200);
  const channel: DapChannel = {
    send(message) {
      number += 1;
      const name = `${String(number).padStart(6, '0')}.json`;
      const draft = join(paths.in, `.${name}`);
      writeFileSync(draft, JSON.stringify(message));
      renameSync(draft, join(paths.in, name));
    },
    onMessage: (next) => {
      listener = next;
    },
    close: () => {},
  };
  return untilDisconnected(channel, () => {
    watcher.close();
    clearInterval(timer);
  });
}
