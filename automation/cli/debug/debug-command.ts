import { defineCommand } from '../command.ts';
import { noteMisplaced } from '../launch/misplaced-options.ts';
import { loadDebugger } from '../load-debugger.ts';
import { debugHelp } from './debug-help.ts';
import { debugOptions, parseDebugRequest } from './debug-options.ts';

export const debugCommand = defineCommand({
  name: 'debug',
  summary: 'run a program under the debugger',
  help: debugHelp,
  options: debugOptions,
  optionsPlace: 'first',
  run: (given) => {
    const request = parseDebugRequest(given);
    noteMisplaced(given);
    return loadDebugger().runDebug(request);
  },
});
