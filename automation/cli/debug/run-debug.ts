import { writeFileSync } from 'node:fs';
import { checkDirectory, findProgram } from '../../../adapter/launch/files.ts';
import { inlineClient } from '../../dap/inline-client.ts';
import type { WantedBreakpoint } from '../../session/breakpoint-list.ts';
import { type NamedLocation, resolveSource } from '../../session/location.ts';
import type { Start } from '../../session/start-program.ts';
import { isAttended } from '../attended.ts';
import { PromptSession } from '../prompt/prompt-session.ts';
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
  if (isInteractive(request)) return new PromptSession(client).run(start);
  const timing = request.timing === undefined ? undefined : new Timing();
  const exitCode = await new UnattendedRun(client, reporterFor(request), timing).run(start);
  if (timing) writeFileSync(request.timing!, `${JSON.stringify(timing.costs)}\n`);
  return exitCode;
}

const isInteractive = ({ batch, json, noDebug, timing }: DebugRequest): boolean =>
  !batch && !json && !noDebug && timing === undefined && isAttended();

function startOf(request: DebugRequest): Start {
  const { program, args, cwd, env, envFile, runtime, runtimeArgs, inProcess, noDebug } = request;
  // Somebody who sits at a prompt and has said nothing about where to stop would never see it.
  const stopOnEntry = request.stopOnEntry || (isInteractive(request) && request.breakpoints.length === 0);
  return {
    configuration: {
      type: 'tandem',
      request: 'launch',
      name: 'tandem debug',
      program,
      args,
      cwd,
      env,
      ...(envFile !== undefined && { envFile }),
      ...(runtime !== undefined && { runtimeExecutable: runtime }),
      runtimeArgs,
      stopOnEntry,
      inProcess,
      noDebug,
    },
    breakpoints: request.breakpoints.map((location) => toBreakpoint(location, program)),
    exceptions: request.exceptions,
  };
}

function toBreakpoint({ file, line, condition }: NamedLocation, program: string): WantedBreakpoint {
  return { file: file === undefined ? mainFile(program) : resolveSource(file, program), line, condition };
}

/** The file that Node makes of the program's name. One that does not exist is for the launch to complain about. */
function mainFile(program: string): string {
  try {
    return findProgram(program, process.cwd()).file;
  } catch {
    return program;
  }
}
