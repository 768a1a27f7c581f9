import { errors } from '../../protocol/errors.ts';
import { InspectorBackend } from '../backend/inspector-backend.ts';
import { type Address, addressText } from '../inspector/address.ts';
import { InspectorSocket } from '../inspector/inspector-socket.ts';
import { askPort, type PortAnswer } from '../inspector/port-answer.ts';
import { isAtLeast, OLDEST_NODE } from '../launch/runtime.ts';
import { InspectedProgram } from '../program/inspected-program.ts';
import type { Ride } from '../run/ride.ts';
import type { StartContext, Started } from '../run/start.ts';
import type { AttachConfiguration } from './configuration.ts';
import { fileNames, overridesFor } from './far-names.ts';
import { rootsOf } from './roots.ts';

type Inspector = Extract<PortAnswer, { readonly kind: 'inspector' }>;

/** Joins a program whose inspector listens, started with `--inspect` or told to listen later. */
export async function attachToInspector(
  configuration: AttachConfiguration,
  address: Address,
  inspector: Inspector,
  { scope, engine, trace, signal, notify }: StartContext,
): Promise<Started> {
  const at = addressText(address);
  const version = checkedVersion(inspector, at);
  const [target] = inspector.targets;
  if (!target) throw errors.attachNoTarget(at);
  const socket = await InspectorSocket.open(address, target.path, true, signal).catch((error: Error) => {
    throw errors.attachRefused(at, error.message);
  });
  const isThere = async (): Promise<boolean> => {
    const answer = await askPort(address, new AbortController().signal);
    return answer.kind === 'inspector' && answer.targets.some(({ id }) => id === target.id);
  };
  const roots = rootsOf(configuration);
  const backend = scope.use(
    new InspectorBackend({ socket, target, names: fileNames(roots), isThere }, trace),
  );
  const { sourceMaps } = engine;
  const pathOverrides = { ...sourceMaps.pathOverrides, ...(roots && overridesFor(roots)) };
  void backend.closed.then((reason) => {
    if (reason.code === LOST) notify(reason.text);
  });
  return {
    program: new InspectedProgram(target.title || at, backend),
    backend,
    opened: backend.open({ ...engine, sourceMaps: { ...sourceMaps, pathOverrides } }),
    ride: { runtime: 'node', version, transport: 'inspector' } satisfies Ride,
  };
}

const LOST = errors.inspectorLost('').code;

function checkedVersion({ product }: Inspector, at: string): string {
  const version = /^node\.js\/v?(.+)$/i.exec(product)?.[1];
  if (version === undefined) throw errors.attachForeign(at, product);
  if (!isAtLeast(version, OLDEST_NODE)) throw errors.attachTooOld(at, version, OLDEST_NODE);
  return version;
}
