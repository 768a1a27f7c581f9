import type { Protocol } from './inspector-channel.ts';
import { previewText } from './preview.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;

const PLACEHOLDER = /%[sdifjoOc%]/g;

/** What a call of the console says, as Node would print it, with objects in the words of the variables view. */
export function consoleText([first, ...others]: readonly RemoteObject[]): string {
  if (!first) return '';
  if (first.type !== 'string' || others.length === 0) return [first, ...others].map(plain).join(' ');
  const rest = [...others];
  const text = String(first.value).replace(PLACEHOLDER, (placeholder) => {
    if (placeholder === '%%') return '%';
    const value = rest[0];
    if (!value) return placeholder;
    rest.shift();
    return formatted(placeholder, value);
  });
  return [text, ...rest.map(plain)].join(' ');
}

/** A string stands for itself. */
const plain = (value: RemoteObject): string =>
  value.type === 'string' ? String(value.value) : previewText(value);

function formatted(placeholder: string, value: RemoteObject): string {
  switch (placeholder) {
    case '%c':
      return '';
    case '%d':
      return number(value, Number);
    case '%i':
      return number(value, Number.parseInt);
    case '%f':
      return number(value, Number.parseFloat);
    case '%o':
    case '%O':
    case '%j':
      return previewText(value);
    default:
      return plain(value);
  }
}

function number({ type, value, unserializableValue }: RemoteObject, read: (text: string) => number): string {
  if (unserializableValue !== undefined) return unserializableValue;
  return type === 'object' || type === 'symbol' ? 'NaN' : String(read(String(value)));
}
