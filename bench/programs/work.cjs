// What programs do all day, for those that time themselves.
'use strict';

function hash(text, seed) {
  let value = seed;
  for (let i = 0; i < text.length; i += 1) value = (value * 31 + text.charCodeAt(i)) | 0;
  return value;
}

/** Calls, property access, short-lived objects. */
function calls(rounds) {
  let seed = 7;
  for (let i = 0; i < rounds; i += 1) {
    const point = { x: i, y: seed, name: `point ${i & 255}` };
    seed = hash(point.name, point.y ^ point.x);
  }
  return seed;
}

module.exports = { calls };
