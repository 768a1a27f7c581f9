/**
 * What names an endpoint, for each transport. One that is plugged in adds a line to this interface, and its settings to
 * {@link TransportConfig}, by declaration merging.
 */
export interface Endpoints {
  readonly unix: { readonly path: string };
  readonly pipe: { readonly pipeName: string };
  readonly tcp: { readonly host: string; readonly port: number };
  readonly ws: { readonly url: string };
  /** This process's own standard input and output, or those of a command that is started. */
  readonly stdio: { readonly command?: readonly string[] };
}

export type TransportName = keyof Endpoints;
export type EndpointOf<Name extends TransportName> = Name extends unknown
  ? { readonly transport: Name } & Endpoints[Name]
  : never;

/** Where exactly to connect to. Every endpoint is a valid {@link TransportConfig}. */
export type Endpoint = EndpointOf<TransportName>;

/** What a user may say about the channel. A detail that is set decides what `auto` means. */
export interface TransportConfig {
  readonly transport: 'auto' | TransportName;
  /** TCP and WebSocket: address to bind, or TCP's to dial; 127.0.0.1 unless set. */
  readonly host?: string | undefined;
  /** TCP and WebSocket: a listener takes any free port unless set. */
  readonly port?: number | undefined;
  /** Unix: path of the socket; a listener makes one in a private directory unless set. */
  readonly path?: string | undefined;
  /** Windows: name of the pipe, with or without `\\.\pipe\`; a listener makes a random one unless set. */
  readonly pipeName?: string | undefined;
  /** stdio: the command to start and talk to; without one, a process uses its own standard input and output. */
  readonly command?: readonly string[] | undefined;
  /** WebSocket: what a client dials, `ws://…` or `wss://…`; for a listener, instead of `host` and `port`. */
  readonly url?: string | undefined;
  /** WebSocket: further names, with or without a port, under which a listener may be reached: those of tunnels. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** WebSocket: web pages that may connect, each as `https://example.com`. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** TCP and WebSocket: allows to bind an address that other machines can reach. */
  readonly allowNonLoopback?: boolean | undefined;
}

/** The environment variables that carry a launcher's way home. */
export const LAUNCHER_ENVIRONMENT = {
  /** JSON array of `toLauncherArgs`. */
  args: 'TANDEM_LAUNCHER_ARGS',
  /** The session's secret; the launcher removes it before the program's first line. */
  token: 'TANDEM_TOKEN',
} as const;
