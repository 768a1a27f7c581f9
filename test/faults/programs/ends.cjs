console.log('up');
process.exitCode = 3;
