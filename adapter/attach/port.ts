import { errors } from '../../protocol/errors.ts';
import { type Address, addressText } from '../inspector/address.ts';
import type { Starter } from '../run/start.ts';
import type { AttachConfiguration } from './configuration.ts';
import { attachToInspector } from './inspector.ts';
import { isKnown } from './place.ts';
import { atEndpoint } from './start-endpoint.ts';
import { waitForPort } from './wait-for-port.ts';

/** Where a debugger looks that is not told where. */
const HERE = 'localhost';

/** Joins whatever answers at a port: a launcher of Tandem's, or Node's inspector. */
export const attachToPort =
  (configuration: AttachConfiguration): Starter =>
  async (context) => {
    const { host, address: alias, port, timeout } = configuration;
    const address: Address = { host: host ?? alias ?? HERE, port: Number(port) };
    const answer = await waitForPort(address, timeout, () => isKnown(configuration), context);
    if (answer.kind === 'inspector') return attachToInspector(configuration, address, answer, context);
    if (answer.kind === 'http') throw errors.attachNoInspector(addressText(address));
    return atEndpoint(configuration)(context);
  };
