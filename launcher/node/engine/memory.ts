import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import type { ObjectContainer } from './references.ts';

/** More than this is not read in one go: a client asks again for the rest. */
const MOST = 1 << 20;

/** The bytes that an ArrayBuffer has, or that a view of one covers. Called with the object as `this`. */
const BYTES = `const view = ArrayBuffer.isView(this);
  const length = this.byteLength;
  const bytes = view ? new Uint8Array(this.buffer, this.byteOffset, length) : new Uint8Array(this);`;

/** Bytes of an ArrayBuffer, a typed array or a DataView; a memory reference is the number of such a value. */
export async function readMemory(
  context: EngineContext,
  { memoryReference, offset = 0, count }: Arguments<'readMemory'>,
): Promise<Body<'readMemory'>> {
  const { thread, objectId } = memoryOf(context, memoryReference);
  const { result, exceptionDetails } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: `function (offset, count) {
      ${BYTES}
      let text = '';
      const end = Math.min(length, offset + count);
      for (let i = Math.max(0, offset); i < end; i += 1) text += String.fromCharCode(bytes[i]);
      return text;
    }`,
    arguments: [{ value: offset }, { value: Math.min(count, MOST) }],
    returnByValue: true,
    silent: true,
  });
  const text = exceptionDetails ? '' : String(result.value);
  const data = Buffer.from(text, 'latin1').toString('base64');
  return { address: address(Math.max(0, offset)), unreadableBytes: count - text.length, data };
}

export async function writeMemory(
  context: EngineContext,
  { memoryReference, offset = 0, allowPartial = false, data }: Arguments<'writeMemory'>,
): Promise<Body<'writeMemory'>> {
  const { thread, objectId } = memoryOf(context, memoryReference);
  const text = Buffer.from(data, 'base64').toString('latin1');
  const { result, exceptionDetails } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: `function (offset, text, partial) {
      ${BYTES}
      const room = Math.max(0, Math.min(text.length, length - offset));
      if (offset < 0 || (room < text.length && !partial)) return -1;
      for (let i = 0; i < room; i += 1) bytes[offset + i] = text.charCodeAt(i);
      return room;
    }`,
    arguments: [{ value: offset }, { value: text }, { value: allowPartial }],
    returnByValue: true,
    silent: true,
  });
  if (exceptionDetails || result.value === -1) throw errors.memoryOutOfRange(offset, text.length);
  return { offset: 0, bytesWritten: result.value as number };
}

function memoryOf(context: EngineContext, memoryReference: string): ObjectContainer {
  const container = context.references.container(Number(memoryReference));
  if (container.kind !== 'object') throw errors.memoryUnknown(memoryReference);
  return container;
}

const address = (offset: number): string => `0x${offset.toString(16)}`;
