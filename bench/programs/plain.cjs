// Works a little, and says how much memory its process has taken, in the file that is named by the argument.
'use strict';
const { writeFileSync } = require('node:fs');

function work(rounds) {
  const words = new Map();
  for (let round = 0; round < rounds; round += 1) words.set(`word ${round % 1000}`, { round });
  return words.size; // breakpoint
}

console.log(work(200_000));
writeFileSync(process.argv[2], JSON.stringify({ memory: process.resourceUsage().maxRSS / 1024 }));
