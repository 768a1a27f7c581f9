import { defineCommand, say } from '../command.ts';
import { EXIT, exitCodeOfSignal } from '../exit-code.ts';
import { mcpHelp, mcpOptions, parseMcpRequest } from './mcp-options.ts';

/** Read when it is needed, for which the build keeps it a file of its own. */
const loadMcp = () => require('./mcp.js') as typeof import('../../mcp/main.ts');

export const mcpCommand = defineCommand({
  name: 'mcp',
  summary: 'offer debugging to agents, by the Model Context Protocol',
  help: mcpHelp,
  options: mcpOptions,
  optionsPlace: 'anywhere',
  run: async (given) => {
    const request = parseMcpRequest(given);
    const { guide, Places, runMcp } = loadMcp();
    if (request.instructions) return say(guide().trimEnd());
    const signal = await runMcp(new Places(request), request);
    return signal === undefined ? EXIT.ok : exitCodeOfSignal(signal);
  },
});
