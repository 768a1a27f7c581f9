import { writeFileSync } from 'node:fs';
import { checkDirectory } from '../../../adapter/launch/files.ts';
import { inlineClient } from '../../dap/inline-client.ts';
import type { Start } from '../../session/start-program.ts';
import { isAttended } from '../attended.ts';
import { configurationOf } from '../launch/launch-options.ts';
import { placeIn } from '../launch/program.ts';
import { PromptSession } from '../prompt/prompt-session.ts';
import { showProgress } from '../render/progress-line.ts';
import type { DebugRequest } from './debug-options.ts';
import { reporterFor } from './reporters.ts';
import { Timing } from './timing.ts';
import { UnattendedRun } from './unattended.ts';

/** Resolves with the exit code. */
export async function runDebug(request: DebugRequest): Promise<number> {
  const start = startOf(request);
  // A program in this process has its working directory, which is nobody else's here: it can be had.
  if (request.inProcess) process.chdir(checkDirectory(request.cwd));
  const client = inlineClient();
  showProgress(client, process.stderr);
  if (isInteractive(request)) return new PromptSession(client).run(start);
  const timing = request.timing === undefined ? undefined : new Timing();
  const exitCode = await new UnattendedRun(client, reporterFor(request), timing).run(start);
  if (timing) writeFileSync(request.timing!, `${JSON.stringify(timing.costs)}\n`);
  return exitCode;
}

const isInteractive = ({ batch, json, noDebug, timing }: DebugRequest): boolean =>
  !batch && !json && !noDebug && timing === undefined && isAttended();

function startOf(request: DebugRequest): Start {
  const { program, breakpoints, exceptions } = request;
  // Somebody who sits at a prompt and has said nothing about where to stop would never see it.
  const stopOnEntry = request.stopOnEntry || (isInteractive(request) && breakpoints.length === 0);
  return {
    configuration: configurationOf({ ...request, stopOnEntry }, 'tandem debug'),
    breakpoints: breakpoints.map((location) => placeIn(program, location)),
    exceptions,
  };
}
