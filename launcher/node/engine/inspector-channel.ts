import type { Protocol } from 'devtools-protocol';
import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js';
import type { FileNames } from './file-names.ts';
import type { Gate } from './gate.ts';

type Methods = ProtocolMapping.Commands;
export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M]['paramsType'][0];
export type Result<M extends Method> = Methods[M]['returnType'];

/** A command of V8's inspector failed, in V8's own words. */
export class InspectorError extends Error {
  override readonly name = 'InspectorError';
  /** It was not V8 that refused: there is no way to it any more. */
  readonly isOfEnd: boolean;

  constructor(message: string, { isOfEnd = false } = {}) {
    super(message);
    this.isOfEnd = isOfEnd;
  }
}

/**
 * One isolate's inspector, wherever it runs: the main thread seen from the debugger thread, a worker seen through the
 * main thread. Notifications arrive in the order in which V8 sent them, answers included.
 */
export interface InspectorChannel {
  /** Rejects with an {@link InspectorError} when V8 refuses, or when the channel closes before the answer. */
  post<M extends Method>(method: M, ...params: Methods[M]['paramsType']): Promise<Result<M>>;
  /** Sets the one listener for notifications. Those that came before are lost: set it before enabling a domain. */
  onNotification(listener: (method: string, params: unknown) => void): void;
  /** What is posted goes through it: see {@link Gate}. */
  readonly gate: Gate;
  /** How the isolate calls its files. */
  readonly names: FileNames;
  /** Ends the session. Breakpoints of this session are gone and a paused isolate runs on. */
  close(): void;
}

export type { Protocol };
