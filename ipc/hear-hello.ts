import { errors, TandemError } from '../protocol/errors.ts';
import { type EventMessage, type Hello, helloProblem, type Message } from '../protocol/messages.ts';
import { nameOf } from './handshake.ts';
import type { Link } from './link/link.ts';
import { remoteError } from './remote-error.ts';
import { timeLimit } from './time-limit.ts';

/**
 * What a launcher that was dialled says about itself, as the first message of a link. Rejects, and closes the link, with
 * the launcher's reason not to let anybody in, with `ipc.hello*`, or with why the connection ended: one that is lost so
 * early is not resumed.
 */
export function hearHello(link: Link, timeoutMs: number): Promise<Hello> {
  return new Promise((resolve, reject) => {
    const refuse = (reason: TandemError) => void link.close(reason);
    const waits = [
      timeLimit(timeoutMs, () => refuse(errors.helloTimeout(timeoutMs))),
      link.onMessage((message) => {
        try {
          resolve(helloFrom(message));
          settle();
        } catch (refusal) {
          refuse(TandemError.from(refusal));
        }
      }),
      link.onState((state) => {
        if (state === 'reconnecting') refuse(errors.peerClosed());
      }),
      link.onClose((reason) => {
        settle();
        reject(reason);
      }),
    ];
    const settle = () => {
      for (const wait of waits) wait[Symbol.dispose]();
    };
  });
}

function helloFrom(message: Message): Hello {
  const name = nameOf(message);
  const { body } = message as EventMessage;
  if (name === 'refused') throw remoteError(body as Parameters<typeof remoteError>[0]);
  if (name !== 'hello') throw errors.helloMissing(name);
  const problem = helloProblem(body);
  if (problem) throw errors.helloInvalid(problem);
  return body as Hello;
}
