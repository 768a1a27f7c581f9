import type { Protocol } from './inspector-channel.ts';

/** What `if` would make of a value in the program. */
export const isTruthy = ({ objectId, value, unserializableValue }: Protocol.Runtime.RemoteObject): boolean =>
  objectId !== undefined ||
  Boolean(value) ||
  (unserializableValue !== undefined && !/^(?:NaN|-0|0n)$/.test(unserializableValue));
