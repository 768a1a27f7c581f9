import { TandemError } from '../../../protocol/errors.ts';
import { DapClient } from '../../dap/dap-client.ts';
import type { Start } from '../../session/start-program.ts';
import type { Command } from '../command.ts';
import { jsonReporter } from '../debug/json-reporter.ts';
import { reporterFor } from '../debug/reporters.ts';
import { UnattendedRun } from '../debug/unattended.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { PromptSession } from '../prompt/prompt-session.ts';
import { type AttachRequest, attachHelp, parseAttachRequest, wantsJson } from './attach-options.ts';
import { chooseProcess } from './choose-process.ts';

export const attachCommand: Command = {
  name: 'attach',
  summary: 'debug a program that runs already, and leave it running',
  help: attachHelp,
  run: attach,
};

async function attach(args: readonly string[]): Promise<number> {
  try {
    const request = await parseAttachRequest(args, isTerminal() ? chooseProcess : undefined);
    if (request) return await run(request);
    process.stdout.write(`${attachHelp()}\n`);
    return EXIT.ok;
  } catch (thrown) {
    if (!wantsJson(args)) throw thrown;
    const error = TandemError.from(thrown);
    jsonReporter((text) => void process.stdout.write(text), false).failed(error, exitCodeOf(error));
    return exitCodeOf(error);
  }
}

const isTerminal = (): boolean => process.stdin.isTTY && process.stdout.isTTY;

function run(request: AttachRequest): Promise<number> {
  const { batch, json, settings, breakpoints, exceptions } = request;
  const start: Start = {
    configuration: { type: 'tandem', request: 'attach', name: 'tandem attach', ...settings },
    breakpoints,
    exceptions,
  };
  const client = DapClient.inline();
  const isInteractive = !batch && !json && isTerminal();
  if (isInteractive) return new PromptSession(client).run(start);
  return new UnattendedRun(client, reporterFor({ json, inProcess: false }), undefined).run(start);
}
