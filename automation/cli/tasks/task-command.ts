import { deferred } from '../../../adapter/util/deferred.ts';
import type { Commander } from '../../tasks/commander.ts';
import { noticing } from '../../tasks/noticing.ts';
import { type Command, type CommandDefinition, defineCommand, type Given } from '../command.ts';
import { onBrokenPipe, onInterrupt } from '../debug/interrupts.ts';
import { exitCodeOfSignal } from '../exit-code.ts';
import type { Options } from '../options.ts';
import { type ConnectOptions, connect } from './connect.ts';
import { inWordsOfTheCli } from './hints.ts';
import { type Report, tell, tellBeside } from './report.ts';
import { serverOptions, wholeNumber } from './task-options.ts';

export type TaskGiven<O extends Options> = Given<O & typeof serverOptions>;

export interface TaskCommandDefinition<O extends Options>
  extends Omit<CommandDefinition<O & typeof serverOptions>, 'options' | 'optionsPlace' | 'run'> {
  /** Without those that say which window or server is meant, and how it answers. */
  readonly options: O;
  readonly optionsPlace?: CommandDefinition<O>['optionsPlace'];
  /** Said to a person who breaks off, if there is something to say: what becomes of the program. */
  readonly left?: string;
  /** Whether it hears what happens while it is carried out. */
  readonly events?: boolean;
  /** A number is the exit code of a command that has told everything itself. */
  readonly run: (commander: Commander, given: TaskGiven<O>) => Promise<Report | number>;
}

/** A command that drives the tasks of a window or server. */
export function defineTaskCommand<const O extends Options>(definition: TaskCommandDefinition<O>): Command {
  const { options, optionsPlace = 'anywhere', left, events = false, run, ...words } = definition;
  return defineCommand({
    ...words,
    options: { ...options, ...serverOptions },
    optionsPlace,
    run: (given) => {
      const values: Given<typeof serverOptions>['values'] = given.values;
      const pid = wholeNumber(values.window, '--window', given.command);
      const { endpoint } = values;
      const notice = values.json ? () => {} : tellBeside;
      return drive({ pid, endpoint, events }, left, notice, async (commander) => {
        const report = await run(commander, given as TaskGiven<O>);
        return typeof report === 'number' ? report : tell(report, values.json);
      });
    },
  });
}

/**
 * Drives a window or server, and says goodbye to it, so that what is stopped stays stopped. A wish to end this process ends
 * the waiting, not the program.
 */
async function drive(
  which: ConnectOptions,
  left: string | undefined,
  notice: (text: string) => void,
  run: (commander: Commander) => Promise<number>,
): Promise<number> {
  const brokenOff = deferred<number>();
  let isThere = false;
  using _interrupts = onInterrupt((signal) => {
    if (isThere && left && process.stderr.isTTY) process.stderr.write(`\n${left}\n`);
    brokenOff.resolve(exitCodeOfSignal(signal));
  });
  onBrokenPipe([process.stdout, process.stderr], () => brokenOff.resolve(exitCodeOfSignal('SIGPIPE')));
  const connecting = connect(which);
  const first = await Promise.race([brokenOff.promise, connecting]);
  if (typeof first === 'number') {
    connecting.then((late) => late[Symbol.asyncDispose]()).catch(() => {});
    return first;
  }
  await using driver = first;
  isThere = true;
  try {
    return await Promise.race([brokenOff.promise, driver.gone, run(noticing(driver.commander, notice))]);
  } catch (thrown) {
    throw inWordsOfTheCli(thrown);
  }
}
