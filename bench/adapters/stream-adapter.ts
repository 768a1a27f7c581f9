import type { Readable, Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Adapter } from '../../automation/dap/dap-client.ts';
import { type Message, streamChannel } from '../../test/support/dap-channel.ts';
import type { Settings } from './contender.ts';

/** An adapter at the other end of streams. `startDebugging`, if it can be followed, is granted and passed on. */
export function streamAdapter(
  fromAdapter: Readable,
  toAdapter: Writable,
  startDebugging?: (configuration: Settings) => void,
): Adapter {
  const channel = streamChannel(fromAdapter, toAdapter);
  toAdapter.on('error', () => {}); // the other end is gone, which `ended` tells
  return {
    handleMessage: (message) => channel.send(message),
    onDidSendMessage: (listener) =>
      channel.onMessage((message) => {
        if (!startDebugging || !isStartDebugging(message)) return listener(message);
        const { seq, command, arguments: args } = message;
        channel.send({ type: 'response', seq: 0, request_seq: seq, command, success: true });
        startDebugging(args.configuration);
      }),
    dispose: () => channel.close(),
    ended: new Promise((resolve) => fromAdapter.once('close', resolve)),
  };
}

function isStartDebugging(message: Message): message is DebugProtocol.StartDebuggingRequest {
  return message.type === 'request' && (message as DebugProtocol.Request).command === 'startDebugging';
}
