import type { ProgramPublication } from '../../ipc/publication.ts';
import { errors } from '../../protocol/errors.ts';
import type { AttachConfiguration } from '../attach/configuration.ts';
import { FarFiles } from '../attach/far-files.ts';
import { inFarPlace } from '../attach/in-far-place.ts';
import { joinLauncher } from '../attach/join-launcher.ts';
import { isKnown, namedPlace, type Place, placeOf } from '../attach/place.ts';
import { rootsOf } from '../attach/roots.ts';
import { ConnectedBackend } from '../backend/connected-backend.ts';
import { rideOf } from '../run/ride.ts';
import type { StartContext, Started, Starter } from '../run/start.ts';
import { enter } from './enter.ts';
import { FarAttachedProgram } from './far-attached-program.ts';
import { pipeCommand } from './far-command.ts';
import type { FarPlace } from './far-place.ts';
import { carrierFrom } from './far-recordings.ts';
import { joinProcessThere } from './join-process-there.ts';

/** Joins a program that runs where a command leads. */
export const attachThere = (configuration: AttachConfiguration): Starter => {
  const pipe = pipeCommand(configuration.pipe!);
  const files = new FarFiles(rootsOf(configuration));
  return inFarPlace(files, async (context) => {
    const { runtimeExecutable } = configuration;
    const way = new FarWay(() => enter({ pipe, runtimeExecutable }, context));
    const far = await way.place();
    const { programs } = await far.request('programs', {});
    const carrier = carrierFrom(() => way.latest);
    const pid = await processThere(configuration, far, programs);
    const started =
      pid === undefined
        ? await join(way, files, waitingThere(configuration, far, programs), configuration, context)
        : await joinProcessThere(far, files, { pid, timeoutMs: configuration.timeout }, context);
    return { ...started, carrier };
  });
};

/** A place, and the way back to it when it is lost. */
class FarWay {
  readonly #enter: () => Promise<FarPlace>;
  #place: FarPlace | undefined;

  constructor(enter: () => Promise<FarPlace>) {
    this.#enter = enter;
  }

  /** Where the command has led last. */
  get latest(): FarPlace {
    return this.#place!;
  }

  async place(): Promise<FarPlace> {
    if (!this.#place?.isOpen) this.#place = await this.#enter();
    return this.#place;
  }
}

/** The process that is to be joined by its id: one that does not wait for debuggers. Undefined where one does. */
async function processThere(
  configuration: AttachConfiguration,
  far: FarPlace,
  programs: readonly ProgramPublication[],
): Promise<number | undefined> {
  const { processId, port } = configuration;
  if (processId !== undefined) {
    const id = Number(processId);
    return programs.some(({ pid }) => pid === id) ? undefined : id;
  }
  if (port === undefined || isKnown(configuration, programs)) return undefined;
  // An inspector most likely: its process can be joined as any other, and keeps it open.
  return (await far.request('holder', { port: Number(port) })).pid ?? undefined;
}

/** The program that the configuration means, among those that wait for debuggers there. */
function waitingThere(
  configuration: AttachConfiguration,
  { command }: FarPlace,
  programs: readonly ProgramPublication[],
): Place {
  const { endpoint, path, pipeName, port, processId } = configuration;
  if ([endpoint, path, pipeName, port].some((named) => named !== undefined)) {
    return unpublished(namedPlace(configuration, programs));
  }
  const meant = processId === undefined ? programs : programs.filter(({ pid }) => pid === Number(processId));
  const [first, second] = meant;
  if (!first) throw errors.pipeNobodyWaits(command);
  if (second) throw errors.pipeSeveralWait(command, programs.map(describeProgram));
  return unpublished(placeOf(first));
}

/** What it has published is not here, where it would be withdrawn when it proves wrong. */
const unpublished = (place: Place): Place => ({ ...place, publication: undefined });

const describeProgram = ({ main, pid }: ProgramPublication): string => `${main ?? 'node'} (process ${pid})`;

async function join(
  way: FarWay,
  files: FarFiles,
  place: Place,
  { timeout }: AttachConfiguration,
  { scope, engine, log, trace }: StartContext,
): Promise<Started> {
  const joined = await joinLauncher(place, timeout, async (endpoint) =>
    (await way.place()).connect(endpoint),
  );
  const backend = scope.use(new ConnectedBackend(joined, log, trace));
  const { main = 'node', pid } = joined.hello;
  return {
    program: new FarAttachedProgram({ name: files.near(main), pid, place: () => way.latest, backend }),
    backend,
    opened: backend.open(engine),
    ride: rideOf(joined.hello, 'command'),
  };
}
