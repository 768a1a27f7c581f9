import { inlineClient } from '../../dap/inline-client.ts';
import type { Start } from '../../session/start-program.ts';
import { isAttended } from '../attended.ts';
import { reporterFor } from '../debug/reporters.ts';
import { UnattendedRun } from '../debug/unattended.ts';
import { PromptSession } from '../prompt/prompt-session.ts';
import type { AttachRequest } from './attach-options.ts';

/** Resolves with the exit code. */
export function runAttach({
  batch,
  json,
  settings,
  breakpoints,
  exceptions,
}: AttachRequest): Promise<number> {
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
