// A process outside of VS Code that finds the window as its environment and working directory tell it, and passes on what
// it hears on its standard input to the window, byte by byte, and back. Its first line says what it has found.

import { findServer } from '../../../../../automation/discovery/find-server.ts';
import { connect } from '../../../../../ipc/connect.ts';

async function main(): Promise<void> {
  const { endpoint, token, publication } = findServer();
  const stream = await connect(endpoint, 5000);
  process.stdout.write(`${JSON.stringify({ token, publication })}\n`);
  process.stdin.pipe(stream).pipe(process.stdout);
  // Also when the window closes the connection, or those who use this are gone.
  const end = (): never => process.exit();
  stream.once('close', end).once('error', end);
  process.stdout.once('error', end);
}

void main();
