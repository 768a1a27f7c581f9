import { createDebugSession, type SessionOptions } from '../../adapter/session/create-session.ts';
import { DapClient } from './dap-client.ts';

/** A client with a new session of its own. Apart from the class, which is of use without the whole adapter. */
export const inlineClient = (options?: SessionOptions): DapClient =>
  new DapClient(createDebugSession(options));
