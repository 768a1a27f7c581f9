import { isLogged, loggedVariables } from '../output/logged-references.ts';
import { toEngine } from './engine-request.ts';
import type { Handlers } from './handler.ts';
import type { Inspection } from './requests.ts';

const asked = { failsInPlace: true, cancellable: true } as const;
const threads = toEngine('threads', asked);
const variables = toEngine('variables', { ...asked, needs: { variablesReference: 'number' } });

export const inspectionHandlers: Handlers<Inspection | 'locations'> = {
  threads: {
    ...threads,
    async handle(session, args, signal) {
      const body = await threads.handle(session, args, signal);
      // Tasks among them are told of as stopped by events that the answer would overtake.
      await session.caughtUp();
      return body;
    },
  },
  stackTrace: toEngine('stackTrace', { ...asked, needs: { threadId: 'number' } }),
  scopes: toEngine('scopes', { ...asked, needs: { frameId: 'number' } }),
  variables: {
    ...variables,
    handle: (session, args, signal) =>
      isLogged(args.variablesReference)
        ? loggedVariables(args.variablesReference, () => session.backend())
        : variables.handle(session, args, signal),
  },
  setVariable: toEngine('setVariable', {
    failsInPlace: true,
    needs: { variablesReference: 'number', name: 'string', value: 'string' },
  }),
  setExpression: toEngine('setExpression', {
    failsInPlace: true,
    needs: { expression: 'string', value: 'string' },
  }),
  completions: toEngine('completions', { ...asked, needs: { text: 'string', column: 'number' } }),
  readMemory: toEngine('readMemory', { ...asked, needs: { memoryReference: 'string', count: 'number' } }),
  writeMemory: toEngine('writeMemory', {
    failsInPlace: true,
    needs: { memoryReference: 'string', data: 'string' },
  }),
  locations: {
    phase: 'program',
    ...asked,
    needs: { locationReference: 'number' },
    handle: async (session, args) => (await session.backend()).request('valueLocation', args),
  },
  source: toEngine('source', asked),
  loadedSources: toEngine('loadedSources', asked),
  modules: toEngine('modules', asked),
  breakpointLocations: toEngine('breakpointLocations', {
    ...asked,
    needs: { source: 'object', line: 'number' },
  }),
  dataBreakpointInfo: toEngine('dataBreakpointInfo', { ...asked, needs: { name: 'string' } }),
  exceptionInfo: toEngine('exceptionInfo', { ...asked, needs: { threadId: 'number' } }),
};
