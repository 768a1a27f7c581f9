'use strict';
let total = 0;
total += 1;
total += 1;
console.log('up', total);
