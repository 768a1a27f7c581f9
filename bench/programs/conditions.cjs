// As many rounds of a hot loop as the second argument says, which times itself. The result goes into the file that is
// named by the first.
'use strict';
const { writeFileSync } = require('node:fs');

function work(rounds) {
  const user = { name: 'somebody', age: 42, tags: ['a', 'b'] };
  let sum = 0;
  for (let i = 0; i < rounds; i += 1) {
    sum += i % user.age;
    sum += 1; // breakpoint
  }
  return sum;
}

const [, , file, rounds] = process.argv;
const began = performance.now();
work(Number(rounds));
writeFileSync(file, JSON.stringify(performance.now() - began));
