import { inlineClient } from '../../dap/inline-client.ts';
import type { Start } from '../../session/start-program.ts';
import { isAttended } from '../attended.ts';
import { defineCommand } from '../command.ts';
import { reporterFor } from '../debug/reporters.ts';
import { UnattendedRun } from '../debug/unattended.ts';
import { PromptSession } from '../prompt/prompt-session.ts';
import { type AttachRequest, attachHelp, attachOptions, parseAttachRequest } from './attach-options.ts';
import { chooseProcess } from './choose-process.ts';

export const attachCommand = defineCommand({
  name: 'attach',
  summary: 'debug a program that runs already, and leave it running',
  help: attachHelp,
  options: attachOptions,
  optionsPlace: 'anywhere',
  run: async (given) => run(await parseAttachRequest(given, isAttended() ? chooseProcess : undefined)),
});

function run(request: AttachRequest): Promise<number> {
  const { batch, json, settings, breakpoints, exceptions } = request;
  const start: Start = {
    configuration: { type: 'tandem', request: 'attach', name: 'tandem attach', ...settings },
    breakpoints,
    exceptions,
  };
  const client = inlineClient();
  const isInteractive = !batch && !json && isAttended();
  if (isInteractive) return new PromptSession(client).run(start);
  return new UnattendedRun(client, reporterFor({ json, inProcess: false }), undefined).run(start);
}
