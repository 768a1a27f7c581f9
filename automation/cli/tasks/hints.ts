import { TandemError } from '../../../protocol/errors.ts';

/** What to do next, in the commands of the terminal: the server speaks of those of the protocol. */
const HINTS: Readonly<Record<string, string>> = {
  'task.unknown': '"tandem tasks" lists those that there are.',
  'task.ended': 'Start it again with "tandem resume", under a new id.',
  'task.runs': 'End it first, with "tandem cancel"; or use "tandem restart".',
  'task.notStopped': 'Wait until it stops ("tandem wait"), or stop it where it is ("tandem pause").',
  'task.busy': 'Stop it first ("tandem pause"), and evaluate there. What was asked may still be carried out.',
  'task.lost': '"tandem output" may tell why.',
  'task.serverClosed': 'Start it again ("tandem serve"), or open the window again.',
  'task.readOnly': 'What only looks is carried out: tasks, wait, stack, vars, output, and the list of break.',
  'task.launchJsonMissing': 'Name a program instead: "tandem start server.js".',
  'client.gone': 'Start it again ("tandem serve"), or open the window again.',
  'client.connectionLost': 'It may have been done: "tandem tasks" tells how things are.',
  'task.textUnknown': 'Copy it from the file, or give the line.',
};

/** The same error, with a hint that can be followed here. */
export function inWordsOfTheCli(thrown: unknown): TandemError {
  const error = TandemError.from(thrown);
  const hint = HINTS[error.code];
  if (hint === undefined) return error;
  const { code, message, audience } = error;
  return new TandemError({ code, message, hint, audience }, { cause: error.cause });
}
