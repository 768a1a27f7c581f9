import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { deferred } from '../../adapter/util/deferred.ts';
import { Emitter } from '../../adapter/util/emitter.ts';
import { errors, type TandemError } from '../../protocol/errors.ts';
import { CONTENT_LENGTH } from '../../protocol/json-framing/content-length.ts';
import type { Adapter } from '../dap/dap-client.ts';
import { type DapMessage, refusal } from './dap-message.ts';
import { runningDev } from './dev-state.ts';
import { defaultDevDirectory } from './places.ts';

/** A session of the dev adapter that this user runs. Throws `dev.notRunning`. */
export async function connectToDev(directory = defaultDevDirectory()): Promise<Adapter> {
  const { endpoints } = await runningDev(directory);
  const socket = connect(endpoints.socket);
  try {
    await once(socket, 'connect');
  } catch {
    throw errors.devNotRunning(directory);
  }
  return new RemoteAdapter(socket);
}

/** A session elsewhere, as if it were here. When the connection is lost, its client is told as of the end of any other. */
class RemoteAdapter implements Adapter {
  readonly #socket: Socket;
  readonly #sent = new Emitter<object>();
  readonly #ended = deferred();
  /** Requests that were not answered yet. */
  readonly #open = new Map<number, DebugProtocol.Request>();
  #hasTerminated = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const decoder = CONTENT_LENGTH.decoder();
    socket
      .on('data', (chunk: Buffer) => {
        for (const json of decoder.push(chunk)) this.#hear(JSON.parse(json) as DapMessage);
      })
      // What is wrong with it is its end.
      .on('error', () => {})
      .on('close', () => this.#lose());
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  handleMessage(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'request') this.#open.set(message.seq, message as DebugProtocol.Request);
    if (this.#socket.writable) this.#socket.write(CONTENT_LENGTH.encode(JSON.stringify(message)));
    else this.#failOpen(errors.sessionEnded());
  }

  onDidSendMessage(listener: (message: object) => void): Disposable {
    return this.#sent.on(listener);
  }

  /** The program ends; the adapter closes the connection when it has. */
  dispose(): void {
    this.#socket.end();
  }

  #hear(message: DapMessage & { readonly event?: string }): void {
    if (message.event === 'terminated') this.#hasTerminated = true;
    if (message.request_seq !== undefined) this.#open.delete(message.request_seq);
    this.#sent.emit(message);
  }

  #lose(): void {
    this.#failOpen(errors.sessionEnded());
    if (!this.#hasTerminated) this.#sent.emit({ type: 'event', seq: 0, event: 'terminated' });
    this.#ended.resolve();
  }

  #failOpen(error: TandemError): void {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const request of open) this.#sent.emit(refusal(error, request));
  }
}
