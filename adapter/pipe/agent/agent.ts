import { type AgentCommands, type AgentHello, CONTROL_STREAM } from '../../../ipc/agent-commands.ts';
import { CommandReceiver } from '../../../ipc/command-channel.ts';
import { FramedConnection } from '../../../ipc/connection.ts';
import { Multiplexer } from '../../../ipc/multiplexer.ts';
import { sweep } from './agent-directory.ts';
import { handsOn } from './hands.ts';

/**
 * What the adapter sends to a far place, where nothing of ours is installed: it does there what the adapter cannot do
 * from here. Its life hangs on its standard input and output.
 */
const pipe = new Multiplexer({ input: process.stdin, output: process.stdout });
const control = new FramedConnection(pipe.stream(CONTROL_STREAM), 'launcher');
const hands = handsOn(
  (number) => pipe.stream(number),
  (event, body) => receiver.emit(event, body),
);
const receiver = new CommandReceiver(control, (command, args) =>
  hands[command as keyof AgentCommands](args as never),
);

// The exit's own hooks remove what was put in place.
pipe.onClose(() => process.exit());
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => process.exit());

receiver.emit('agent', {
  pid: process.pid,
  platform: process.platform,
  directory: process.cwd(),
  runtime: process.execPath,
  nodeOptions: process.env.NODE_OPTIONS,
} satisfies AgentHello);
// What killed agents have left.
sweep();
