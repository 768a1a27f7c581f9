import * as z from 'zod/mini';
import type { TransportConfig } from '../../ipc/transport-config.ts';
import { list, text } from './kinds.ts';

/** What a program and its debugger can meet over. */
const NAMES = ['auto', 'unix', 'pipe', 'tcp', 'ws'] as const;

export const transportSetting = () =>
  z._default(
    z.union([
      z.enum(NAMES),
      z.strictObject({
        type: z._default(z.enum(NAMES), 'auto'),
        host: z.optional(text()),
        port: z.optional(z.int().check(z.gte(0), z.lte(65535))),
        path: z.optional(text()),
        pipeName: z.optional(text()),
        allowNonLoopback: z.optional(z.boolean()),
        allowedHosts: z.optional(list()),
        allowedOrigins: z.optional(list()),
      }),
    ]),
    'auto',
  );

export type TransportSetting = z.output<ReturnType<typeof transportSetting>>;

export const TRANSPORT_MUST_BE =
  '"auto", "unix", "pipe", "tcp", "ws", or an object of "type", "host", "port", "path", "pipeName", "allowNonLoopback", "allowedHosts" and "allowedOrigins"';

/** Where the adapter listens for the program. */
export function transportConfig(setting: TransportSetting): TransportConfig {
  if (typeof setting === 'string') return { transport: setting };
  const { type, ...details } = setting;
  return { transport: type, ...details };
}
