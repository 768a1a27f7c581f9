import type { CommandHelp } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const debugHelp: CommandHelp = {
  about: 'Runs a JavaScript, TypeScript or Python program under the debugger.',
  usage: '[OPTIONS] PROGRAM [ARGUMENTS OF THE PROGRAM]',
  operands: `PROGRAM is a file (a Python program is called *.py, is a package, or names python in its first line), or, where there is
none of that name, a command that runs programs: npm, tsx, python, pytest. Python is that of the active virtual environment,
of the project, or of the PATH; --runtime names another one.`,
  notes: `In a terminal it stops at a prompt ("help" there tells more); without a breakpoint, before the first statement.
Otherwise it prints each stop to standard error and goes on; standard input and output are the program's.

Exit code: the program's own; ${EXIT.usage} when this command line is wrong, ${EXIT.notStarted} when the program could not be started.

Examples:
  tandem debug server.js --port 8080
  tandem debug --break src/cart.ts:14:total>100 --break 3 shop.ts
  tandem debug --break server.ts:20 -- npm run dev
  tandem debug --break app.py:12 app.py
  tandem debug --break tests/test_cart.py:20 -m pytest -k total
  tandem debug --json --exceptions all test.mjs | jq 'select(.event == "stopped")'`,
};
