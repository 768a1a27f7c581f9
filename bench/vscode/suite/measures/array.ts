import type { DebugProtocol } from '@vscode/debugprotocol';
import { benchProgram } from '../../../sessions/program.ts';
import { debug, EXTERNAL, eachContender, IN_PROCESS, JS_DEBUG } from '../bench.ts';
import type { EditorSession, EditorStop } from '../editor-session.ts';
import { measure } from '../measure.ts';

const LOOK_GOAL = { [EXTERNAL]: 0.1, [IN_PROCESS]: 0.1 };
const PAGE = { filter: 'indexed', start: 500_000, count: 100 } as const;

/** A local variable with a million objects in it: what VS Code asks for when it is opened, and when one page is. */
export const array = measure({
  name: 'array',
  reference: JS_DEBUG,
  rows: {
    look: { label: 'stop beside an array of 1,000,000: stack, scopes, variables', goals: LOOK_GOAL },
    expand: { label: 'the array expanded', goals: LOOK_GOAL },
    page: { label: 'a page of 100 from its middle', goals: LOOK_GOAL },
  },
  runners: (bench) =>
    eachContender(async (contender) => {
      const editor = await debug(bench, contender, benchProgram('array.cjs', bench.programs));
      const stop = await editor.stop();
      const look = await editor.looked();
      const { variablesReference, namedVariables } = await findArray(editor, stop);
      const expand = namedVariables
        ? (await variables(editor, stop, { variablesReference, filter: 'named' })).ms
        : 0;
      const page = await variables(editor, stop, { variablesReference, ...PAGE });
      if (page.found[0]?.name !== `${PAGE.start}`) throw new Error('that is not the page that was asked for');
      await editor.end(stop);
      return { look, expand, page: page.ms };
    }),
});

async function findArray(editor: EditorSession, stop: EditorStop): Promise<DebugProtocol.Variable> {
  const { threadId } = stop;
  const stack = await editor.ask<DebugProtocol.StackTraceResponse['body']>(stop, 'stackTrace', { threadId });
  const frameId = stack.body.stackFrames[0]?.id;
  const { body } = await editor.ask<DebugProtocol.ScopesResponse['body']>(stop, 'scopes', { frameId });
  for (const { variablesReference } of body.scopes) {
    const { found } = await variables(editor, stop, { variablesReference });
    const array = found.find(({ name }) => name === 'million');
    if (array) return array;
  }
  throw new Error('the array is in no scope');
}

async function variables(editor: EditorSession, stop: EditorStop, args: DebugProtocol.VariablesArguments) {
  const { body, ms } = await editor.ask<DebugProtocol.VariablesResponse['body']>(stop, 'variables', args);
  return { found: body.variables, ms };
}
