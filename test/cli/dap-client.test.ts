import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import { deferred } from '../../adapter/util/deferred.ts';
import { type Adapter, DapClient } from '../../automation/dap/dap-client.ts';

/** An adapter that says only what a test tells it to. */
function scripted() {
  const received: DebugProtocol.ProtocolMessage[] = [];
  const ended = deferred();
  let say: (message: object) => void = () => {};
  const adapter: Adapter = {
    ended: ended.promise,
    handleMessage: (message) => void received.push(message),
    onDidSendMessage: (listener) => {
      say = listener;
    },
    dispose: () => ended.resolve(),
  };
  return { client: new DapClient(adapter), received, say: (message: object) => say(message) };
}

describe('DapClient', () => {
  it('matches answers with requests, in whichever order they come', async () => {
    const { client, received, say } = scripted();
    const threads = client.request('threads', {});
    const value = client.request('evaluate', { expression: '1' });
    expect(received).toMatchObject([
      { seq: 1, command: 'threads' },
      { seq: 2, command: 'evaluate' },
    ]);
    say({ type: 'response', request_seq: 2, success: true, body: { result: '1', variablesReference: 0 } });
    say({ type: 'response', request_seq: 1, success: true, body: { threads: [] } });
    expect(await value).toEqual({ result: '1', variablesReference: 0 });
    expect(await threads).toEqual({ threads: [] });
  });

  it('rejects with the error of the adapter', async () => {
    const { client, say } = scripted();
    const launched = client.request('launch', {});
    const error = { format: 'No such file.', variables: { _code: 'launch.programNotFound' } };
    say({ type: 'response', request_seq: 1, success: false, message: 'No such file.', body: { error } });
    await expect(launched).rejects.toMatchObject({
      code: 'launch.programNotFound',
      message: 'No such file.',
    });
  });

  it('ends every wait when the session ends', async () => {
    const { client } = scripted();
    const waits = Promise.allSettled([client.request('threads', {}), client.next('stopped')]);
    client.dispose();
    const rejected = { status: 'rejected', reason: expect.objectContaining({ code: 'session.ended' }) };
    expect(await waits).toEqual([rejected, rejected]);
  });

  it('tells events to those who listen, until they do not', () => {
    const { client, say } = scripted();
    const heard: string[] = [];
    const registration = client.on('output', ({ output }) => heard.push(output));
    say({ type: 'event', event: 'output', body: { output: 'one' } });
    registration[Symbol.dispose]();
    say({ type: 'event', event: 'output', body: { output: 'two' } });
    expect(heard).toEqual(['one']);
  });

  it('declines what the adapter asks of it', async () => {
    const { received, say } = scripted();
    say({ type: 'request', seq: 9, command: 'runInTerminal', arguments: {} });
    await Promise.resolve();
    expect(received).toMatchObject([
      { type: 'response', request_seq: 9, command: 'runInTerminal', success: false },
    ]);
  });
});
