import { errors, type TandemError } from '../../protocol/errors.ts';
import type { ExitStatus } from '../program/program.ts';

export interface FailedCommand {
  /** As a person would write it. */
  readonly command: string;
  /** What it was to run in the far place. */
  readonly runtime: string;
  readonly status: ExitStatus;
  /** What it wrote last, to either stream. */
  readonly lastWords: string;
}

type Explain = (failed: FailedCommand, found: RegExpExecArray) => TandemError;

/** What commands say, and what it means. The first that fits counts: a place is missing before Node is in it. */
const EXPLANATIONS: readonly (readonly [said: RegExp, explain: Explain])[] = [
  [
    /No such container: (\S+)/,
    ({ command, lastWords }, [, name]) => errors.pipePlaceMissing(command, `container "${name}"`, lastWords),
  ],
  [
    /pods? "([^"]+)" not found/,
    ({ command, lastWords }, [, name]) => errors.pipePlaceMissing(command, `pod "${name}"`, lastWords),
  ],
  [
    /[Cc]ontainer (\S+) is not running|container not running/,
    ({ command, lastWords }) => errors.pipePlaceStopped(command, lastWords),
  ],
  [
    /Cannot connect to the Docker daemon|Could not resolve hostname|[Cc]onnection (?:to \S+ was )?refused|No route to host|[Nn]etwork is unreachable|timed out/,
    ({ command, lastWords }) => errors.pipeUnreachable(command, lastWords),
  ],
  [
    /Permission denied \(|Host key verification failed|Unauthorized|forbidden/,
    ({ command, lastWords }) => errors.pipeRefused(command, lastWords),
  ],
  [/the input device is not a TTY/, ({ command }) => errors.pipeTerminal(command)],
];

/** The error that a user can act upon, for a command that ended before anybody answered at its far end. */
export function explainFailedCommand(failed: FailedCommand): TandemError {
  const { command, runtime, status, lastWords } = failed;
  for (const [said, explain] of EXPLANATIONS) {
    const found = said.exec(lastWords);
    if (found) return explain(failed, found);
  }
  // As every shell has it, and those who take a shell's place.
  if (status.exitCode === 127 || MISSING.test(lastWords))
    return errors.pipeNodeMissing(command, runtime, lastWords);
  if (status.exitCode === 126) return errors.pipeNodeUnusable(command, runtime, lastWords);
  return errors.pipeCommandFailed(command, status.exitCode ?? 1, lastWords);
}

const MISSING =
  /executable file not found|command not found|is not recognized as an internal or external command/;
