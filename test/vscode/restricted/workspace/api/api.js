console.log('api in', process.cwd());
