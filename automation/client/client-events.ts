import type { TandemError } from '../../protocol/errors.ts';
import type { Happening, TaskEvent } from '../../protocol/tasks/events.ts';

/** The events of a server, by their type. */
type ByType = { readonly [T in TaskEvent['type']]: Extract<TaskEvent, { type: T }> };

/** What happens in tasks, by its kind, with the task that it happens in. */
type ByKind = {
  readonly [K in Exclude<Happening['kind'], 'event'>]: Extract<Happening, { kind: K }> & {
    readonly taskId: string;
    readonly timestamp: number;
  };
};

interface OtherClient {
  readonly clientId: string;
  /** How it calls itself, for people. */
  readonly name?: string | undefined;
  readonly pid?: number | undefined;
}

/** All that a client hears, by name: `stopped`, `output`, `TaskCompleted`, … */
export interface ClientEvents extends ByType, ByKind {
  /** Each event of the server, whatever it is. */
  readonly event: TaskEvent;
  /** Another client has come. */
  readonly clientConnected: OtherClient;
  /** Another client has gone. */
  readonly clientDisconnected: OtherClient & { readonly how: 'goodbye' | 'vanished' };
  /** This client did not read for a while: `GetOutput` with this cursor tells what it was not told. */
  readonly outputSkipped: { readonly taskId: string; readonly cursor: number };
  /** The connection is lost, and a new one is being made. */
  readonly lost: TandemError;
  /** There is a connection again. What happened meanwhile was not heard. */
  readonly reconnected: {
    /** To the server it is the same client as before. Otherwise what it held stopped was let go. */
    readonly resumed: boolean;
  };
  /** It is over: the server is gone, or `close` was called. */
  readonly closed: TandemError;
  /** The server said something that was not understood, or did not understand something. */
  readonly problem: TandemError;
}
