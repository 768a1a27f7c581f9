import type { DebugProtocol } from '@vscode/debugprotocol';
import { CHILD_SETTING } from '../../adapter/children/child-setting.ts';
import { errors, type TandemError } from '../../protocol/errors.ts';

/** As much of a message as is looked at on its way. */
export type DapMessage = Partial<DebugProtocol.Request & DebugProtocol.Response>;

/** Throws `dev.message` for what is none. */
export function parseMessage(json: string): DapMessage {
  let message: unknown;
  try {
    message = JSON.parse(json);
  } catch (error) {
    throw errors.devMessage((error as Error).message);
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw errors.devMessage('it is not an object');
  const { type } = message as DapMessage;
  if (type !== 'request' && type !== 'response')
    throw errors.devMessage('"type" is neither "request" nor "response"');
  return message;
}

/** The id of the child process that a configuration is for, if it is for one. */
export function childOf(message: DapMessage): string | undefined {
  const settings =
    message.command === 'startDebugging' ? message.arguments?.configuration : message.arguments;
  const id: unknown = (settings as Record<string, unknown> | undefined)?.[CHILD_SETTING];
  return typeof id === 'string' ? id : undefined;
}

/** An answer to what did not come as far as a session, or was no request. */
export const refusal = (error: TandemError, request: DapMessage = {}): DebugProtocol.ErrorResponse => ({
  seq: 0,
  type: 'response',
  request_seq: request.seq ?? 0,
  command: request.command ?? '',
  success: false,
  message: error.text,
  body: {
    error: {
      id: 1,
      format: error.text,
      // That a session has ended, everybody sees.
      showUser: error.audience !== 'expected',
      variables: { _code: error.code },
    },
  },
});
