import type { DapClient } from '../../dap/dap-client.ts';

/** Passes standard input on to the program, piece by piece, and its end. Disposing the result stops reading. */
export function forwardInput(client: DapClient, input: NodeJS.ReadStream): Disposable {
  const send = (message: { text: string } | { end: true }): Promise<unknown> =>
    // The program has ended, or closed its input: nobody is left to write to.
    client.request('tandem.stdin', message).catch(() => input.pause());
  const onData = (text: string): void => {
    input.pause();
    void send({ text }).then(() => input.resume());
  };
  const onEnd = (): void => void send({ end: true });
  input.setEncoding('utf8');
  input.on('data', onData).on('end', onEnd).on('error', onEnd);
  return {
    [Symbol.dispose]() {
      input.off('data', onData).off('end', onEnd).off('error', onEnd);
      input.pause();
    },
  };
}
