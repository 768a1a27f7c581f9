console.log('up');
let ticks = 0;
setInterval(() => {
  ticks += 1;
  console.log('tick', ticks);
}, 10);
