import { errors, type TandemError } from '../../protocol/errors.ts';
import { type ClientMessage, clientMessages, taskCommand } from '../../protocol/tasks/messages.ts';
import { isTooDeep, TOO_DEEP } from '../tasks/depth.ts';
import { problemsIn } from '../tasks/problems.ts';

export type RequestId = string | number;

/** What a line says; or what is wrong with it, and which command it would have been, where that can be seen. */
export interface Understood {
  readonly said: ClientMessage | TandemError;
  readonly requestId?: RequestId | undefined;
}

const HTTP = /^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE|PRI) \S+ HTTP\/\d/;

export function understand(line: string): Understood {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    const { message } = error as Error;
    return { said: HTTP.test(line) ? errors.messageHttp() : errors.messageNotJson(message) };
  }
  const deep = isTooDeep(value);
  const type = typeOf(value);
  if (!isKnown(type) && deep) return { said: errors.messageNotJson(TOO_DEEP) };
  if (!isKnown(type)) return { said: errors.messageUnknown(seen(value), Object.keys(clientMessages)) };
  const requestId = type === 'TaskCommand' ? requestIdOf(value as object) : undefined;
  if (deep) return { said: errors.messageInvalid(type, [TOO_DEEP]), requestId };
  const schema = clientMessages[type];
  const { success, data, error } = schema.safeParse(value, { reportInput: true });
  return {
    said: success ? data : errors.messageInvalid(type, problemsIn(error.issues, schema)),
    requestId,
  };
}

const isKnown = (type: unknown): type is keyof typeof clientMessages =>
  typeof type === 'string' && Object.hasOwn(clientMessages, type);

const typeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;

/** At most so many characters of what somebody has sent are sent back. */
const QUOTED = 60;

function seen(value: unknown): string {
  const type = typeOf(value);
  if (type !== undefined) return `"type": ${JSON.stringify(type).slice(0, QUOTED)}`;
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object without one' : `a ${typeof value}`;
}

function requestIdOf(value: object): RequestId | undefined {
  const { requestId } = value as { readonly requestId?: unknown };
  return taskCommand.shape.requestId.safeParse(requestId).data;
}
