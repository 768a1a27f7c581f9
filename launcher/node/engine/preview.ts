import type { Protocol } from './inspector-channel.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;
type ObjectPreview = Protocol.Runtime.ObjectPreview;
type PropertyPreview = Protocol.Runtime.PropertyPreview;

/** Longest text of one value in a list of variables. Evaluating it for the clipboard gives the whole. */
const MAX_TEXT = 10_000;

/** What is inside a value is shown with its members where that takes no more letters. */
const MAX_NESTED = 40;

/** One line that says what a value is, as the variables view, a hover and a log point show it. */
export function previewText(object: RemoteObject): string {
  return clip(render(object));
}

export const clip = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

function render(object: RemoteObject): string {
  if (object.unserializableValue !== undefined) return object.unserializableValue;
  switch (object.type) {
    case 'string':
      return quote(String(object.value));
    case 'undefined':
      return 'undefined';
    case 'function':
      return functionText(object.description ?? '');
    case 'object':
      return object.subtype === 'null' ? 'null' : objectText(object);
    default:
      return object.description ?? String(object.value);
  }
}

/** A whole number in hexadecimal; undefined for everything else. */
export function inHex({ type, value, unserializableValue }: RemoteObject): string | undefined {
  if (type === 'number' && Number.isInteger(value)) {
    return value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
  }
  if (type !== 'bigint' || unserializableValue === undefined) return undefined;
  const number = BigInt(unserializableValue.slice(0, -1));
  return number < 0n ? `-0x${(-number).toString(16)}n` : `0x${number.toString(16)}n`;
}

/** As a person would write it: single quotes unless the text has some and no double quotes. */
export function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  if (text.includes("'") && !text.includes('"')) return `"${escaped}"`;
  return `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** `ƒ name(a, b)`, without the body; `class Name`. */
function functionText(source: string): string {
  const firstLine = source.split('\n')[0]!;
  const isClass = /^class\b[^{]*/.exec(firstLine);
  if (isClass) return isClass[0].trim();
  const head = /^(async\s+)?(?:function\b\s*)?(\*?\s*[^\s(={]*)\s*(\([^)]*\))/.exec(firstLine);
  if (!head) return `ƒ ${firstLine.length > 80 ? `${firstLine.slice(0, 80)}…` : firstLine}`;
  return `${head[1] ? 'async ' : ''}ƒ ${head[2]}${head[3]}`;
}

function objectText(object: RemoteObject): string {
  const { subtype, preview, className } = object;
  const description = object.description ?? className ?? 'Object';
  if (subtype === 'error') return description.split('\n    at ')[0]!;
  if (subtype === 'regexp' || subtype === 'date' || !preview) return description;
  return previewOf(preview, description);
}

/** Internals that say all there is to say about what has them. */
const STANDS_FOR = new Set(['[[PrimitiveValue]]', '[[WeakRefTarget]]']);

function previewOf(preview: ObjectPreview, description: string): string {
  if (preview.subtype === 'array' || preview.subtype === 'typedarray') return arrayText(preview, description);
  if (preview.subtype === 'arraybuffer' || preview.subtype === 'dataview') return description;
  const label = description === 'Object' ? '' : `${description} `;
  const [only] = preview.properties;
  if (only && STANDS_FOR.has(only.name)) return `${label}{${valueText(only)}}`;
  if (preview.subtype === 'generator') return `${label}{<${only?.value}>}`;
  if (preview.subtype === 'promise') return `${label}{${promiseText(preview)}}`;
  const shown = preview.properties.filter(({ name, type }) => type !== 'accessor' || !name.startsWith('#'));
  const inner = preview.entries?.map(entryText) ?? shown.map(propertyText);
  return `${label}{${inner.join(', ')}${preview.overflow ? ', …' : ''}}`;
}

/** `<pending>`, the value, or `<rejected> error`: Node keeps ids of its own on promises, which are nobody's business. */
function promiseText({ properties }: ObjectPreview): string {
  const state = properties.find(({ name }) => name === '[[PromiseState]]')?.value;
  const result = properties.find(({ name }) => name === '[[PromiseResult]]');
  if (state === 'pending' || !result) return `<${state}>`;
  return state === 'rejected' ? `<rejected> ${valueText(result)}` : valueText(result);
}

const INDEX = /^\d+$/;

function arrayText(preview: ObjectPreview, description: string): string {
  const length = lengthOf(description);
  const label = description.startsWith('Array(') ? `(${length ?? 0})` : description;
  const shown =
    preview.subtype === 'typedarray' || description.startsWith('Arguments(')
      ? preview.properties.filter(({ name }) => INDEX.test(name))
      : preview.properties;
  const items: string[] = [];
  let next = 0;
  for (const property of shown) {
    const isElement = INDEX.test(property.name);
    const index = isElement ? Number(property.name) : (length ?? next);
    if (index > next && !(preview.overflow && !isElement)) items.push(holes(index - next));
    next = Math.max(next, isElement ? index + 1 : index);
    items.push(isElement ? valueText(property) : propertyText(property));
  }
  if (length !== undefined && next < length && !preview.overflow) items.push(holes(length - next));
  return `${label} [${items.join(', ')}${preview.overflow ? ', …' : ''}]`;
}

/** `key => value`, for an entry of a map that is an object with the two. */
export function entryPreviewText({ preview }: RemoteObject): string {
  const text = (wanted: string): string => {
    const found = preview?.properties.find(({ name }) => name === wanted);
    return found ? valueText(found) : '…';
  };
  return clip(`${text('key')} => ${text('value')}`);
}

const holes = (count: number): string => (count === 1 ? 'empty' : `empty × ${count}`);

const propertyText = (property: PropertyPreview): string => `${property.name}: ${valueText(property)}`;

function valueText(property: PropertyPreview): string {
  switch (property.type) {
    case 'string':
      return quote(property.value ?? '');
    case 'function':
      return 'ƒ';
    case 'accessor':
      return '(…)';
    default:
      if (property.subtype === 'error') return (property.value ?? '').split('\n')[0]!;
      return property.value === 'Object' ? '{…}' : (property.value ?? '…');
  }
}

function entryText(entry: Protocol.Runtime.EntryPreview): string {
  const value = nested(entry.value);
  return entry.key ? `${nested(entry.key)} => ${value}` : value;
}

/** Of what is in a map or a set V8 tells the members as well, which it does for nothing else that is inside a value. */
function nested(preview: ObjectPreview): string {
  const { type, subtype, description } = preview;
  if (type === 'string') return quote(description ?? '');
  if (type === 'function') return 'ƒ';
  if (subtype === 'error') return (description ?? '').split('\n')[0]!;
  if (type === 'object' && (subtype === undefined || subtype === 'array')) {
    const text = previewOf(preview, description ?? 'Object');
    if (text.length <= MAX_NESTED) return text;
  }
  return description === 'Object' ? '{…}' : (description ?? type);
}

/** The 3 of `Array(3)`, `Uint8Array(3)`, `Map(3)`. */
export function lengthOf(description: string | undefined): number | undefined {
  const match = /\((\d+)\)$/.exec(description ?? '');
  return match ? Number(match[1]) : undefined;
}
