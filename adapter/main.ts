import { TandemError } from '../protocol/errors.ts';
import { HELP, parseArguments, serverOptions } from './server/options.ts';
import { serveClients } from './server/serve.ts';

export { fitsInProcess, whyNotInProcess } from './launch/in-process-fit.ts';
export { allPrograms } from './processes/running-programs.ts';
export { dropSpare } from './pyodide/spare-worker.ts';
export { serverOptions } from './server/options.ts';
export { serveClients } from './server/serve.ts';
export { createDebugSession } from './session/create-session.ts';
export { openDebugTerminal } from './terminal/debug-terminal.ts';

async function main(): Promise<void> {
  const values = parseArguments(process.argv.slice(2));
  if (values.help) return void process.stdout.write(HELP);
  await serveClients(serverOptions(values));
  // Not left to the event loop: a client that stays connected, or a program that was left running, must not hold us.
  process.exit(0);
}

// The extension loads this very file for what it exports; only run by itself it is a program.
if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${TandemError.from(error).text}\n`);
    process.exit(2);
  });
}
