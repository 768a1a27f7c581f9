import type { FileNames } from './file-names.ts';
import { Gate } from './gate.ts';
import type { InspectorChannel, Method, Params, Result } from './inspector-channel.ts';

/** A channel on which everything is posted in the same way, whether the protocol's types name it or not. */
export abstract class AnyChannel implements InspectorChannel {
  readonly gate = new Gate();
  abstract readonly names: FileNames;

  post<M extends Method>(method: M, params?: Params<M>): Promise<Result<M>> {
    return this.postAny(method, params) as Promise<Result<M>>;
  }

  /** For Node's own domains (`NodeWorker`, `NodeRuntime`), which the protocol's types do not name. */
  abstract postAny(method: string, params?: object): Promise<unknown>;

  abstract onNotification(listener: (method: string, params: unknown) => void): void;
  abstract close(): void;
}
