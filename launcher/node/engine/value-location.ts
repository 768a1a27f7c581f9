import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { shownLocation } from './locations.ts';
import type { Thread } from './thread.ts';

/** The internal properties that tell the place of a function, of a generator, and what leads to one. */
const PLACES = ['[[FunctionLocation]]', '[[GeneratorLocation]]'];
const LEADS_ON = '[[TargetFunction]]';

/** Where the source of a value is: a location reference is the number of a function or a generator. */
export async function valueLocation(
  context: EngineContext,
  { locationReference }: Arguments<'valueLocation'>,
): Promise<Body<'valueLocation'>> {
  const container = context.references.container(locationReference);
  const location =
    container.kind === 'object' ? await placeOf(container.thread, container.objectId) : undefined;
  if (!location || container.kind !== 'object') throw errors.locationUnknown();
  const { source, line, column } = await shownLocation(context, container.thread, location);
  if (!source) throw errors.locationUnknown();
  return { source, line, column };
}

async function placeOf(thread: Thread, objectId: string): Promise<Protocol.Debugger.Location | undefined> {
  const { internalProperties = [] } = await thread.channel.post('Runtime.getProperties', {
    objectId,
    ownProperties: true,
  });
  const place = internalProperties.find(({ name }) => PLACES.includes(name))?.value;
  if (place) return place.value as Protocol.Debugger.Location;
  const target = internalProperties.find(({ name }) => name === LEADS_ON)?.value?.objectId;
  return target === undefined ? undefined : placeOf(thread, target);
}
