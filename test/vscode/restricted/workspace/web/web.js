console.log('web in', process.cwd(), 'beside', process.argv[2]);
