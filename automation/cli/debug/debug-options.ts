import { resolve } from 'node:path';
import type { Given } from '../command.ts';
import { type LaunchRequest, launchOptions, parseLaunchRequest } from '../launch/launch-options.ts';
import type { Options } from '../options.ts';

export const debugOptions = {
  ...launchOptions,
  batch: { type: 'boolean', summary: 'no prompt: print each stop and go on (default without a terminal)' },
  json: { type: 'boolean', summary: 'as --batch, one JSON object a line on standard output' },
  timing: {
    type: 'string',
    value: 'FILE',
    summary: 'as --batch, and write what the first stop has cost to this file, as JSON',
  },
} as const satisfies Options;

/** What the command line asks for, checked and with its paths absolute. */
export interface DebugRequest extends LaunchRequest {
  readonly cwd: string;
  readonly batch: boolean;
  readonly json: boolean;
  readonly timing: string | undefined;
}

export function parseDebugRequest(given: Given<typeof debugOptions>): DebugRequest {
  const { values } = given;
  return {
    ...parseLaunchRequest(given),
    cwd: resolve(values.cwd ?? '.'),
    batch: values.batch ?? false,
    json: values.json ?? false,
    timing: values.timing,
  };
}
