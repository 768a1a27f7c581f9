const { execFileSync, fork } = require('node:child_process');

if (!process.argv[2]) {
  execFileSync(process.execPath, ['-e', '0']);
  fork(__filename, ['child']).once('exit', () => console.log('up'));
}
