import { errors } from '../protocol/errors.ts';
import { BINARY, type Framing } from './framing.ts';
import { type OnOutput, textFraming } from './text-framing.ts';
import type { Endpoint, TransportConfig } from './transport-config.ts';
import { checked } from './transports/checked.ts';
import { allTransports, resolveTransport, transportOf } from './transports/registry.ts';
import type { Transport } from './transports/transport.ts';

/** The endpoint that a client's configuration names. Throws `ipc.endpointIncomplete` and `ipc.endpointInvalid`. */
export function toEndpoint(config: TransportConfig, platform: NodeJS.Platform = process.platform): Endpoint {
  const transport = resolveTransport(config, platform);
  return checked(transport, transport.fromConfig(config));
}

/** An endpoint as a person reads it in a message. */
export const describeEndpoint = (endpoint: Endpoint): string => transportOf(endpoint).describe(endpoint);

/** As an endpoint is written in settings and on command lines: `unix:/run/s`, `tcp:[::1]:9229`. */
export const formatEndpoint = (endpoint: Endpoint): string => transportOf(endpoint).toText(endpoint);

const schemesOf = ({ form, schemes }: Transport): readonly string[] =>
  schemes ?? [form.slice(0, form.indexOf(':') + 1)];

/** The inverse of {@link formatEndpoint}. Throws `ipc.endpointInvalid`, which says what is wrong with the text. */
export function parseEndpoint(text: string): Endpoint {
  const all = allTransports();
  const scheme = text.slice(0, text.indexOf(':') + 1);
  const transport = all.find((known) => schemesOf(known).includes(scheme));
  if (!transport) {
    const forms = all.map(({ form }) => form).join(', ');
    throw errors.endpointInvalid(text, 'it does not begin with the name of a transport', forms);
  }
  const endpoint = transport.fromText(text);
  if (!endpoint) throw errors.endpointInvalid(text, 'it has another form', transport.form);
  return checked(transport, endpoint, text);
}

/** How messages go to and from an endpoint. `onOutput` gets what a program writes beside them, where the two share a stream. */
export const framingOf = (endpoint: Endpoint, onOutput?: OnOutput): Framing =>
  transportOf(endpoint).sharesOutput ? textFraming(onOutput) : BINARY;
