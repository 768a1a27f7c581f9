import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Beginning, LiveSession } from '../../../extension/views/model/live-session.ts';

type Body = Readonly<Record<string, unknown>>;

/** A session, and what the editor and its adapter say in it. */
export class Script {
  readonly session: LiveSession;
  #seq = 0;

  constructor(beginning: Partial<Beginning> = {}) {
    this.session = new LiveSession({
      id: 's1',
      name: 'Server',
      parentId: undefined,
      configuration: { type: 'tandem', request: 'launch', program: '/app/server.js' },
      startedAt: 1000,
      ...beginning,
    });
  }

  /** Runs already, with these threads. */
  static running(threads: Readonly<Record<number, string>> = { 1: 'main' }, beginning?: Partial<Beginning>) {
    const script = new Script(beginning);
    script.event('process', { name: '/app/server.js', systemProcessId: 4711 });
    script.exchange('launch', {});
    const all = Object.entries(threads).map(([id, name]) => ({ id: Number(id), name }));
    script.exchange('threads', {}, { threads: all });
    return script;
  }

  event(event: string, body: Body = {}): boolean {
    return this.session.said({ type: 'event', seq: 0, event, body } as DebugProtocol.Event);
  }

  /** Returns what answers the request. */
  ask(command: string, args: Body = {}): (body?: Body, error?: string) => boolean {
    this.#seq += 1;
    const seq = this.#seq;
    this.session.asked({ type: 'request', seq, command, arguments: args });
    return (body, error) =>
      this.session.said({
        type: 'response',
        seq: 0,
        request_seq: seq,
        command,
        success: error === undefined,
        ...(error === undefined ? { body } : { body: { error: { id: 1, format: error } } }),
      } as DebugProtocol.Response);
  }

  exchange(command: string, args: Body = {}, body: Body = {}): boolean {
    return this.ask(command, args)(body);
  }

  /** It stops, and the editor asks where. */
  stop(threadId: number, line = 3, more: Body = {}): void {
    this.event('stopped', { reason: 'breakpoint', threadId, allThreadsStopped: false, ...more });
    const source = { name: 'server.js', path: '/app/server.js' };
    this.exchange(
      'stackTrace',
      { threadId, startFrame: 0 },
      { stackFrames: [{ id: 1, name: 'serve', line, column: 1, source }] },
    );
  }
}
