import { allTransports } from '../../ipc/transports/registry.ts';

const PORT = /^(?:\[([^\]]+)\]|([^:[\]]*)):(\d+)$/;

/**
 * Where a program is that runs already, in the settings of an attach configuration: a number is a process, an endpoint is
 * one, something before a colon and a number is a port of that machine. Undefined for anything else.
 */
export function attachPlace(target: string): Readonly<Record<string, unknown>> | undefined {
  if (/^\d+$/.test(target)) return { processId: Number(target) };
  if (target.startsWith('/')) return { path: target };
  const scheme = target.slice(0, target.indexOf(':') + 1);
  if (allTransports().some(({ form }) => scheme !== '' && form.startsWith(scheme)))
    return { endpoint: target };
  const [, address, name, port] = PORT.exec(target) ?? [];
  if (port === undefined) return undefined;
  const host = address ?? name;
  return { ...(host && { host }), port: Number(port) };
}
