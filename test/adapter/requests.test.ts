import { describe, expect, it } from 'vitest';
import { DapClient, RefusedError } from '../support/dap-client.ts';
import { program } from '../support/fixtures.ts';
import { connect, launch, run } from '../support/session.ts';

const refusal = (code: string, showUser = false) =>
  expect.objectContaining({
    response: expect.objectContaining({
      success: false,
      body: { error: expect.objectContaining({ showUser, variables: { _code: code } }) },
    }),
  });

describe('a request', () => {
  it('that nobody knows is refused by name', async () => {
    const client = await connect();
    const answer = client.send('fly', {});
    await expect(answer).rejects.toThrow('Tandem does not know the request "fly".');
    await expect(answer).rejects.toBeInstanceOf(RefusedError);
  });

  it('without even a command is answered by its number', async () => {
    const client = await connect();
    await expect(client.send(undefined as unknown as string)).rejects.toEqual(
      refusal('session.requestUnknown'),
    );
  });

  it('before initialize comes too early', async () => {
    const client = DapClient.inline();
    await expect(client.send('launch', { program: 'a.js' })).rejects.toEqual(
      refusal('session.requestTooEarly'),
    );
  });

  it.each([
    'setBreakpoints',
    'threads',
    'continue',
    'evaluate',
    'configurationDone',
    'restart',
    'tandem.stdin',
  ])('%s before launch comes too early', async (command) => {
    const client = await connect();
    await expect(client.send(command, {})).rejects.toEqual(refusal('session.requestTooEarly'));
  });

  it.each([
    ['stackTrace', {}, 'threadId', 'a number'],
    ['setBreakpoints', { source: null }, 'source', 'an object'],
    ['evaluate', { expression: 5 }, 'expression', 'a string'],
    ['variables', undefined, 'variablesReference', 'a number'],
  ])('%s with %j is told what it lacks', async (command, args, argument, must) => {
    const client = await run({ program: program('setTimeout(() => {}, 1e6)'), noDebug: true });
    await expect(client.send(command, args)).rejects.toThrow(
      `The request "${command}" needs the argument "${argument}", ${must}.`,
    );
  });

  it.each(['initialize', 'launch'])('%s is possible only once', async (command) => {
    const client = await run({ program: program('setTimeout(() => {}, 1e6)'), noDebug: true });
    await expect(client.send(command, {})).rejects.toEqual(refusal('session.requestTwice'));
  });

  it('after the end is refused, except for a goodbye', async () => {
    const client = await run({ program: program(''), noDebug: true });
    await client.waitFor('terminated');
    await expect(client.send('threads')).rejects.toEqual(refusal('session.ended'));
    await expect(client.send('launch', { program: 'a.js' })).rejects.toEqual(refusal('session.ended'));
    await client.request('terminate', {});
    await client.request('disconnect', {});
    await expect(client.send('threads')).rejects.toEqual(refusal('session.ended'));
  });

  it('of a client that speaks of files by URI is refused', async () => {
    const client = DapClient.inline();
    await expect(client.send('initialize', { pathFormat: 'uri' })).rejects.toEqual(
      refusal('session.uriPaths', true),
    );
  });
});

describe('cancel', () => {
  it('lets a client go on without the answer', async () => {
    // Held before its first line, because this client never says that it has configured everything.
    const { client } = await launch({ program: program('') });
    const seq = client.nextSeq;
    const evaluation = client.send('evaluate', { expression: 'new Promise(() => {})', context: 'repl' });
    await client.request('cancel', { requestId: seq });
    await expect(evaluation).rejects.toThrow('cancelled');
  });

  it('leaves alone what changes something, and what is not there', async () => {
    const { client, launched } = await launch({ program: program('') });
    await client.request('cancel', { requestId: 2 });
    await client.request('cancel', { requestId: 99 });
    await client.request('configurationDone', {});
    await launched;
  });
});

describe('what a client leaves open', () => {
  it('is answered when the session ends', async () => {
    const { client, launched } = await launch({ program: program('') });
    const open = expect(client.send('evaluate', { expression: '1', context: 'repl' })).rejects.toThrow();
    await client.request('disconnect', {});
    await expect(launched).rejects.toEqual(refusal('session.ended'));
    await open;
  });
});
