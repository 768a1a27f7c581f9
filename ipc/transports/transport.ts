import type { Duplex } from 'node:stream';
import type { Listener } from '../listener.ts';
import type { Endpoint, EndpointOf, TransportConfig, TransportName } from '../transport-config.ts';

/** The value of one of the launcher's options, for example of `--ipc-port`. */
export type ReadOption = (option: string) => string;

/**
 * One way to carry bytes: all that is known of it, so that nothing else names it. An endpoint that comes from outside is
 * only ever handed to the others after `problem` had nothing to say about it.
 */
export interface Transport<Name extends TransportName = TransportName> {
  readonly name: Name;
  /** How its endpoints are written, for people. */
  readonly form: string;
  /** What their texts begin with, unless that is only what `form` begins with, up to its first colon. */
  readonly schemes?: readonly string[];
  /** Settings that are its own, rather than of a transport that is asked later: under `auto`, one that is set means it. */
  readonly settings: readonly (keyof TransportConfig)[];
  /** Settings that mean something to its listeners. */
  readonly listenerSettings: readonly (keyof TransportConfig)[];
  /** The system tells both ends at once when such a connection ends, which is only by an end that does so. */
  readonly isLocal?: boolean;
  /** What `auto` listens on instead when it cannot listen here. */
  readonly fallback?: TransportName;

  /** Its stream is a program's output as well, so messages are text among it. */
  readonly sharesOutput?: boolean;

  existsOn(platform: NodeJS.Platform): boolean;
  /** Whether `auto` means it there, unless a setting says otherwise. */
  isDefaultOn?(platform: NodeJS.Platform): boolean;

  /** The endpoint that a client's settings name. Throws `ipc.endpointIncomplete`. */
  fromConfig(config: TransportConfig): EndpointOf<Name>;
  /** What is wrong with an endpoint, as the end of a sentence; undefined when nothing is. */
  problem(endpoint: EndpointOf<Name>): string | undefined;

  /** An endpoint as part of a sentence. */
  describe(endpoint: EndpointOf<Name>): string;
  /** As it is written in settings and on command lines: {@link form}. */
  toText(endpoint: EndpointOf<Name>): string;
  /** The inverse; undefined for a text that has not its form. */
  fromText(text: string): EndpointOf<Name> | undefined;

  /** The launcher's options, which begin with `--ipc-`, and their values. */
  toOptions(endpoint: EndpointOf<Name>): Readonly<Record<string, string>>;
  /** The inverse. */
  fromOptions(read: ReadOption): EndpointOf<Name>;

  /** A listener that has not begun to listen. Throws what is wrong with the settings. */
  listen(config: TransportConfig): Promise<Listener>;
  /** Throws `ipc.connectFailed`, or `ipc.connectTimeout` after `timeoutMs` milliseconds. */
  connect(endpoint: EndpointOf<Name>, timeoutMs: number): Promise<Duplex>;

  /** Where to dial what listens at `endpoint`, when that is not the same; it may be of another transport. */
  dialable?(endpoint: EndpointOf<Name>): Endpoint;
  /** What the user should know about listening at `endpoint`: a risk that was asked for. */
  notices?(endpoint: EndpointOf<Name>): string[];
}
