// Runs the VS Code server so that it cannot outlive the test run: our end of stdin closes however the runner dies, even
// by SIGKILL, and then this whole process group goes. (A flag such as --import would be inherited by the extension
// host, and so by what is tested.)
import { pathToFileURL } from 'node:url';

process.stdin.on('close', () => process.kill(-process.pid, 'SIGKILL')).resume();

const [node = '', , serverMain = '', ...args] = process.argv;
process.argv = [node, serverMain, ...args]; // as if it had been started directly
await import(pathToFileURL(serverMain).href);
