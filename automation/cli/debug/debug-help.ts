import { EXIT } from '../exit-code.ts';
import { describeOptions } from '../options.ts';
import { COMMAND, debugOptions } from './debug-options.ts';

export const debugHelp = (): string => `Runs a JavaScript or TypeScript program under the debugger.

Usage: ${COMMAND} [OPTIONS] PROGRAM [ARGUMENTS OF THE PROGRAM]

${describeOptions(debugOptions)}

In a terminal it stops at a prompt ("help" there tells more); without a breakpoint, before the first statement.
Otherwise it prints each stop to standard error and goes on; standard input and output are the program's.

Exit code: the program's own; ${EXIT.usage} when this command line is wrong, ${EXIT.notStarted} when the program could not be started.

Examples:
  tandem debug server.js --port 8080
  tandem debug --break src/cart.ts:14:total>100 --break 3 shop.ts
  tandem debug --json --exceptions all test.mjs | jq 'select(.event == "stopped")'`;
