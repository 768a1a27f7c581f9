console.log('up');
setInterval(() => {
  try {
    throw new Error('again');
  } catch {}
}, 1);
