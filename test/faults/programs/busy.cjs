console.log('up');
for (;;);
