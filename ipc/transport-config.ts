import { errors } from '../protocol/errors.ts';

/** What a user may say about the channel. A detail that is set decides what `auto` means. */
export interface TransportConfig {
  readonly transport: 'auto' | 'unix' | 'pipe' | 'tcp';
  /** TCP: address to bind or dial; 127.0.0.1 unless set. */
  readonly host?: string | undefined;
  /** TCP: a listener takes any free port unless set. */
  readonly port?: number | undefined;
  /** Unix: path of the socket; a listener makes one in a private directory unless set. */
  readonly path?: string | undefined;
  /** Windows: name of the pipe, with or without `\\.\pipe\`; a listener makes a random one unless set. */
  readonly pipeName?: string | undefined;
  /** TCP: allows to bind an address that other machines can reach. */
  readonly allowNonLoopback?: boolean | undefined;
}

/** Where exactly to connect to. Every endpoint is a valid {@link TransportConfig}. */
export type Endpoint =
  | { readonly transport: 'unix'; readonly path: string }
  | { readonly transport: 'pipe'; readonly pipeName: string }
  | { readonly transport: 'tcp'; readonly host: string; readonly port: number };

export type Transport = Endpoint['transport'];

/** The environment variables that carry a launcher's way home. */
export const LAUNCHER_ENVIRONMENT = {
  /** JSON array of {@link toLauncherArgs}. */
  args: 'TANDEM_LAUNCHER_ARGS',
  /** The session's secret; the launcher removes it before the program's first line. */
  token: 'TANDEM_TOKEN',
} as const;

export const LOOPBACK = '127.0.0.1';

/** The transport that the configuration means on `platform`; says nothing about whether it exists there. */
export function resolveTransport(config: TransportConfig, platform: NodeJS.Platform): Transport {
  if (config.transport !== 'auto') return config.transport;
  if (config.path !== undefined) return 'unix';
  if (config.pipeName !== undefined) return 'pipe';
  if (config.host !== undefined || config.port !== undefined) return 'tcp';
  return platform === 'win32' ? 'pipe' : 'unix';
}

/** The endpoint that a client's configuration names. Throws `ipc.endpointIncomplete` when it names none. */
export function toEndpoint(config: TransportConfig, platform: NodeJS.Platform = process.platform): Endpoint {
  const { host = LOOPBACK, port, path, pipeName } = config;
  const transport = resolveTransport(config, platform);
  switch (transport) {
    case 'unix':
      if (!path) throw errors.endpointIncomplete(transport, 'path');
      return { transport, path };
    case 'pipe':
      if (!pipeName) throw errors.endpointIncomplete(transport, 'pipeName');
      return { transport, pipeName };
    case 'tcp':
      if (!port) throw errors.endpointIncomplete(transport, 'port');
      return { transport, host, port };
  }
}

/** An endpoint as a person reads it in a message. */
export function describeEndpoint(endpoint: Endpoint): string {
  switch (endpoint.transport) {
    case 'unix':
      return `the socket ${endpoint.path}`;
    case 'pipe':
      return `the pipe ${endpoint.pipeName}`;
    case 'tcp':
      return `${endpoint.host}:${endpoint.port}`;
  }
}

/** The launcher's arguments for an endpoint, for example `--ipc tcp --ipc-host 127.0.0.1 --ipc-port 5`. */
export function toLauncherArgs(endpoint: Endpoint): string[] {
  switch (endpoint.transport) {
    case 'unix':
      return ['--ipc', 'unix', '--ipc-path', endpoint.path];
    case 'pipe':
      return ['--ipc', 'pipe', '--ipc-pipe', endpoint.pipeName];
    case 'tcp':
      return ['--ipc', 'tcp', '--ipc-host', endpoint.host, '--ipc-port', String(endpoint.port)];
  }
}

const LAUNCHER_OPTIONS = ['--ipc', '--ipc-path', '--ipc-pipe', '--ipc-host', '--ipc-port'];

/**
 * The inverse of {@link toLauncherArgs}. Arguments are pairs of an option and its value; a missing, unknown, repeated or
 * unfit one throws `ipc.launcherArguments`.
 */
export function parseLauncherArgs(argv: readonly string[]): Endpoint {
  const options = readOptions(argv);
  const need = (option: string): string => {
    const value = options.get(option);
    if (!value) throw errors.launcherArguments(`"${option}" is missing`);
    return value;
  };
  const transport = need('--ipc');
  switch (transport) {
    case 'unix':
      return { transport, path: need('--ipc-path') };
    case 'pipe':
      return { transport, pipeName: need('--ipc-pipe') };
    case 'tcp':
      return { transport, host: need('--ipc-host'), port: parsePort(need('--ipc-port')) };
    default:
      throw errors.launcherArguments(`"--ipc ${transport}" is none of unix, pipe and tcp`);
  }
}

function readOptions(argv: readonly string[]): Map<string, string> {
  const options = new Map<string, string>();
  for (let index = 0; index < argv.length; index += 2) {
    const option = argv[index]!;
    const value = argv[index + 1];
    if (!LAUNCHER_OPTIONS.includes(option)) throw errors.launcherArguments(`"${option}" is unknown`);
    if (options.has(option)) throw errors.launcherArguments(`"${option}" is repeated`);
    if (value === undefined) throw errors.launcherArguments(`"${option}" has no value`);
    options.set(option, value);
  }
  return options;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw errors.launcherArguments(`"--ipc-port ${text}" is not a port number from 1 to 65535`);
}
