import { resolve } from 'node:path';
import { errors } from '../../protocol/errors.ts';
import { loadServer } from '../cli/load-server.ts';
import type { TaskService } from '../tasks/service.ts';
import type { OpenPlace } from './places.ts';

/** Programs run in this very process' debugger, which is read when the first one wants it, and end with it. */
export function openHeadlessPlace(folder: string): OpenPlace {
  const start = resolve(folder);
  let service: TaskService | undefined;
  const commander = () => {
    const { createTaskService, HeadlessHost } = loadServer();
    service ??= createTaskService(new HeadlessHost({ folders: [start], check: rejectInProcess }));
    return service.commanderFor({ id: 'mcp', name: 'MCP' });
  };
  return {
    commander: {
      send: async (name, data) => commander().send(name, data),
      onEvent: (listener) => commander().onEvent(listener),
    },
    name: 'this server itself, without an editor: nobody else sees them',
    folder: start,
    isOpen: () => true,
    async [Symbol.asyncDispose]() {
      await service?.[Symbol.asyncDispose]();
    },
  };
}

/** Standard output is the protocol's: a program in this process could write to it. */
function rejectInProcess({ inProcess }: Readonly<Record<string, unknown>>): void {
  if (inProcess === true) throw errors.mcpInProcess();
}
