import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { VERSION } from '../../adapter/version.ts';
import { errors } from '../../protocol/errors.ts';
import { inputSchema } from '../tools/input-schema.ts';
import type { Tool } from '../tools/tool.ts';
import type { Toolbox } from '../tools/toolbox.ts';

const GUIDE = 'tandem://agents-use';
/** Clients give up on a call that they hear nothing of; most start anew with each sign of life. */
const SIGN_OF_LIFE_MS = 10_000;

/**
 * The tools, for the Model Context Protocol. Answers are text alone: a client that is given the same as structured content
 * may show a model both, which pays for each.
 *
 * @param guide what a model should know before it uses them, in Markdown
 */
export function createMcpServer(toolbox: Toolbox, guide: string, instructions: string): Server {
  const server = new Server(
    { name: 'tandem', title: 'Tandem debugger', version: VERSION },
    { capabilities: { tools: {}, resources: {} }, instructions, jsonSchemaValidator: NO_VALIDATOR },
  );
  const listed = toolbox.tools.map(asMcpTool);
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listed }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification, _meta }) => {
    const progressToken = _meta?.progressToken;
    let progress = 0;
    const signs =
      progressToken === undefined
        ? undefined
        : setInterval(() => {
            progress += 1;
            // A client that is gone needs none.
            void sendNotification({
              method: 'notifications/progress',
              params: { progressToken, progress, message: 'The program runs.' },
            }).catch(() => {});
          }, SIGN_OF_LIFE_MS);
    try {
      return asMcpResult(await toolbox.call(params.name, params.arguments, signal));
    } finally {
      clearInterval(signs);
    }
  });
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [GUIDE_RESOURCE] }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }) => {
    if (uri !== GUIDE) throw errors.mcpResourceUnknown(uri, GUIDE);
    return { contents: [{ uri, mimeType: 'text/markdown', text: guide }] };
  });
  return server;
}

const GUIDE_RESOURCE = {
  uri: GUIDE,
  name: 'How to debug with Tandem',
  description: 'One page for agents: how to find a bug with these tools in few calls.',
  mimeType: 'text/markdown',
};

const asMcpTool = (tool: Tool) => ({
  name: tool.name,
  title: tool.title,
  description: tool.description,
  inputSchema: inputSchema(tool) as { type: 'object' },
  annotations: {
    title: tool.title,
    readOnlyHint: tool.looks,
    destructiveHint: !tool.looks,
    // What programs do reaches as far as they do.
    openWorldHint: !tool.looks,
  },
});

const asMcpResult = ({ text, isError }: { text: string; isError: boolean }): CallToolResult => ({
  content: [{ type: 'text', text }],
  ...(isError && { isError }),
});

/** For what is asked of users by a form, which this server never does. */
const NO_VALIDATOR = {
  getValidator: () => () =>
    ({ valid: false, data: undefined, errorMessage: 'Tandem asks for no forms.' }) as const,
};
