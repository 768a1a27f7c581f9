import type { CommandReceiver } from '../../ipc/command-channel.ts';
import type { Engine } from './engine/engine.ts';

/** Passes on what an engine says. Output may have to wait, and then the program that writes it does too. */
export function tellEvents(engine: Engine, receiver: CommandReceiver): void {
  engine.onEvent(({ event, body }) => receiver.emit(event, body, event === 'output' ? 'output' : undefined));
  engine.isCongested = () => receiver.congested('output') !== undefined;
}
