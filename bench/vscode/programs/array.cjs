// A million objects in a local variable.
'use strict';

function main() {
  const million = Array.from({ length: 1_000_000 }, (_, id) => ({ id, name: `item ${id}` }));
  return million.length; // breakpoint
}

main();
