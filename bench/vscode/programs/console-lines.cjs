// Prints as many lines as the second argument says. When it began goes into the file that the first one names.
'use strict';
const { writeFileSync } = require('node:fs');

const [, , file, count] = process.argv;

function neverCalled() {
  return 'no'; // breakpoint
}

writeFileSync(file, JSON.stringify({ began: performance.timeOrigin + performance.now() }));
for (let i = 0; i < Number(count); i += 1) console.log(`value ${i} of the output`);
if (process.argv.length > 4) neverCalled();
