console.log('up');
const hoard = [];
for (;;) hoard.push(new Array(1e4).fill(hoard.length));
