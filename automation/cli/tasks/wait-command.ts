import { errors } from '../../../protocol/errors.ts';
import { EXIT } from '../exit-code.ts';
import { chooseTask } from './choose-task.ts';
import { STILL_RUNS } from './move-commands.ts';
import { neverBound } from './never-bound.ts';
import { outcomeReport } from './outcome.ts';
import { defineTaskCommand } from './task-command.ts';
import { limitsOf, onlyArgument, stopLimitOptions, taskOption, waitOf } from './task-options.ts';
import { waitFor } from './wait.ts';

export const waitCommand = defineTaskCommand({
  name: 'wait',
  summary: 'wait until a program stops or ends, and tell where or how',
  help: {
    about: 'Waits until a program stops or ends; tells at once of one that has.',
    usage: '[OPTIONS] [TASK]',
    notes: `Without --timeout it waits as long as it takes.

Exit code: ${EXIT.ok} when the program is stopped, its own when it has ended (${EXIT.neverBound} instead of 0 when
a breakpoint of this task could never be bound), ${EXIT.running} when it is not so after the time limit.

Examples:
  tandem wait --until ended; echo "It exited with $?."`,
  },
  options: {
    ...taskOption,
    until: { type: 'string', value: 'stopped|ended', summary: 'what to wait for (default: either)' },
    timeout: { type: 'string', value: 'SECONDS', summary: 'how long to wait at most' },
    ...stopLimitOptions,
  },
  left: STILL_RUNS,
  run: async (commander, { values, rest, command }) => {
    const until = untilOf(values.until, command);
    const limitMs = waitOf(values, command, Number.POSITIVE_INFINITY);
    const named = onlyArgument(rest, command) ?? values.task;
    const taskId = await chooseTask(commander, named);
    const waiting = { taskId, until, limitMs, ...limitsOf(values, command) };
    const outcome = await waitFor(commander, waiting);
    const missed = await neverBound(commander, outcome);
    return outcomeReport(outcome, { ...missed, ...(until === 'ended' && { awaited: 'end' }) });
  },
});

function untilOf(text: string | undefined, command: string): 'stopped' | 'ended' {
  if (text === undefined || text === 'stopped' || text === 'ended') return text ?? 'stopped';
  throw errors.cliUsage(`--until must be "stopped" or "ended", but is "${text}".`, command);
}
