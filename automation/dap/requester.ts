import type { RequestArguments, RequestBody, RequestName } from '../../adapter/requests/requests.ts';

/** Something that debug requests can be sent to: a debug session, however far away. */
export interface Requester {
  /** Rejects with the adapter's error, or with `session.ended` when no answer will come any more. */
  request<R extends RequestName>(command: R, args: RequestArguments<R>): Promise<RequestBody<R>>;
}
