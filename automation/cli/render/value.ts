import type { Look } from './style.ts';

const LOOKS: readonly (readonly [RegExp, Look])[] = [
  [/^['"]/, 'string'],
  [/^-?(?:\d|Infinity|NaN)/, 'number'],
  [/^(?:true|false)$/, 'keyword'],
  [/^(?:undefined|null|\(not initialized\)|\(…\))$/, 'faint'],
  [/^\w*Error\b/, 'bad'],
];

/** How a value looks, by its first letters: the adapter has made it text already. */
export const valueLook = (value: string): Look => LOOKS.find(([form]) => form.test(value))?.[1] ?? 'plain';
