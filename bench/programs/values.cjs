// What the debuggers are measured on: values that are too large to be shown at once, beside one that is not.
'use strict';

function look() {
  const small = { id: 1, name: 'one', tags: ['a', 'b'], nested: { deep: true } };
  const array = Array.from({ length: 1_000_000 }, (_, index) => index);
  const bytes = new Uint8Array(1_000_000);
  const map = new Map(array.slice(0, 300_000).map((index) => [`key ${index}`, index]));
  const object = Object.fromEntries(array.slice(0, 100_000).map((index) => [`key${index}`, index]));
  return [small, array, bytes, map, object]; // breakpoint
}

look();
