import { errors } from '../../protocol/errors.ts';
import type { EndpointOf, TransportName } from '../transport-config.ts';
import type { Transport } from './transport.ts';

/** The endpoint, if its transport has nothing against it. Throws `ipc.endpointInvalid`, with the text it came as. */
export function checked<Name extends TransportName>(
  transport: Transport<Name>,
  endpoint: EndpointOf<Name>,
  text = transport.toText(endpoint),
): EndpointOf<Name> {
  const problem = transport.problem(endpoint);
  if (problem) throw errors.endpointInvalid(text, problem, transport.form);
  return endpoint;
}
