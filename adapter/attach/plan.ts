import { TandemError } from '../../protocol/errors.ts';
import { attachThere } from '../pipe/attach-there.ts';
import type { Program } from '../program/program.ts';
import type { Comeback, RunPlan } from '../run/run-plan.ts';
import type { Starter } from '../run/start.ts';
import { unknownSettings } from '../settings/unknown-settings.ts';
import { AttachedProgram } from './attached-program.ts';
import { type AttachConfiguration, attachSettingNames, parseAttachConfiguration } from './configuration.ts';
import { joining } from './joining.ts';
import { attachToPort } from './port.ts';
import { joinRunning } from './process/join-running.ts';
import { atEndpoint, atPublished, atSuccessor } from './start-endpoint.ts';

/** A way to a program that runs: over an endpoint, whatever answers at a port, a process, or the far end of a command. */
export type Way = 'endpoint' | 'port' | 'process' | 'pipe';

/** How to join a program on each way. A starter must leave the program as it was when it fails, or is disposed. */
const WAYS: Readonly<Record<Way, (configuration: AttachConfiguration) => Starter>> = {
  endpoint: atEndpoint,
  port: attachToPort,
  process: (configuration) => atPublished(configuration) ?? joinRunning(configuration),
  pipe: attachThere,
};

function wayOf({ pipe, port, processId }: AttachConfiguration): Way {
  if (pipe) return 'pipe';
  if (port !== undefined) return 'port';
  return processId === undefined ? 'endpoint' : 'process';
}

/** Whoever starts a program again, on a change of its files for example, does so in a moment. */
const LOOK_AGAIN_MS = 200;

function comebackOf({ restart }: AttachConfiguration): Comeback | undefined {
  if (!restart) return undefined;
  const { delay = LOOK_AGAIN_MS, maxAttempts = Number.POSITIVE_INFINITY } = restart === true ? {} : restart;
  return { delay, maxAttempts };
}

function starterFor(configuration: AttachConfiguration, former: Program | undefined): Starter {
  const published = former instanceof AttachedProgram ? former.publication : undefined;
  if (published) return atSuccessor(published, configuration);
  return WAYS[wayOf(configuration)](configuration);
}

/**
 * Checks an attach configuration as far as that can be done without touching the program, or fails with what is wrong.
 * @param former one that it has led to and that has ended: it may be back in another place
 */
export async function planAttachedRun(raw: object, former?: Program): Promise<RunPlan> {
  const configuration = parseAttachConfiguration(raw);
  const starter = starterFor(configuration, former);
  // What has ended is looked for again and again, and nobody waits for each time.
  const start = former ? starter : joining(configuration, starter);
  return {
    startMethod: 'attach',
    settings: configuration,
    noDebug: false,
    start,
    explain: async ({ reason }) => TandemError.from(reason),
    comeback: comebackOf(configuration),
    warnings: unknownSettings(raw, attachSettingNames),
  };
}
