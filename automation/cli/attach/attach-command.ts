import { isAttended } from '../attended.ts';
import { defineCommand } from '../command.ts';
import { loadDebugger } from '../load-debugger.ts';
import { attachHelp, attachOptions, parseAttachRequest } from './attach-options.ts';

export const attachCommand = defineCommand({
  name: 'attach',
  summary: 'debug a program that runs already, and leave it running',
  help: attachHelp,
  options: attachOptions,
  optionsPlace: 'anywhere',
  run: async (given) => {
    const { runAttach, chooseProcess } = loadDebugger();
    return runAttach(await parseAttachRequest(given, isAttended() ? chooseProcess : undefined));
  },
});
