console.log('up');
setInterval(() => {}, 1e6);
