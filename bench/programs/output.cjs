// Writes a lot, and times itself. The times go into the file that is named by the argument.
'use strict';
const { writeFileSync } = require('node:fs');

function neverCalled() {
  return 'no'; // breakpoint
}

/** Until the system has taken it all: without a debugger, Node keeps what does not fit into the pipe and writes it later. */
async function timed(lines, write) {
  const began = performance.now();
  for (let line = 0; line < lines; line += 1) write(line);
  await new Promise((taken) => process.stdout.write('\n', taken));
  return performance.now() - began;
}

async function main() {
  const result = {
    text: await timed(50_000, (line) => console.log(`line ${line} of the text`)),
    objects: await timed(20_000, (line) => console.log('line', { line, of: ['many'] })),
    raw: await timed(50_000, (line) => process.stdout.write(`line ${line} as it is\n`)),
  };
  writeFileSync(process.argv[2], JSON.stringify(result));
  if (process.argv.length > 3) neverCalled();
}

main();
