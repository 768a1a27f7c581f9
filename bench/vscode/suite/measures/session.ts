import { median } from '../../../report/statistics.ts';
import { benchProgram } from '../../../sessions/program.ts';
import { type Bench, debug, EXTERNAL, eachContender, IN_PROCESS, JS_DEBUG } from '../bench.ts';
import type { EditorSession, EditorStop } from '../editor-session.ts';
import { measure } from '../measure.ts';

/** As many lines follow the breakpoint. */
const STEPS = 6;
const STEP_GOAL = { [EXTERNAL]: 0.15, [IN_PROCESS]: 0.15 };
const LOOK_GOAL = { [EXTERNAL]: 0.1, [IN_PROCESS]: 0.1 };

/** From F5 to the end, with a person who steps and looks. */
export const session = measure({
  name: 'session',
  reference: JS_DEBUG,
  rows: {
    f5: { label: 'F5 to first stop, with what VS Code does before it asks' },
    firstStop: { label: 'launch to first stop', goals: { [EXTERNAL]: 0.35, [IN_PROCESS]: 0.15 } },
    firstLook: { label: 'stack, scopes, variables: first time', goals: LOOK_GOAL },
    step: { label: 'one step', goals: STEP_GOAL },
    known: { label: 'one step, until the top of the stack is known' },
    look: { label: 'stack, scopes, variables: after a step', goals: LOOK_GOAL },
    end: { label: 'continue to the end of the session' },
  },
  runners: (bench) =>
    eachContender(async (contender) => {
      const editor = await debug(bench, contender, benchProgram('stop.cjs', bench.programs));
      const stop = await editor.stop();
      const firstLook = await editor.looked();
      const steps = [];
      for (let i = 0; i < STEPS; i += 1) steps.push(await step(bench, editor, stop));
      const end = await editor.end(stop);
      return {
        f5: stop.at - editor.pressed,
        firstStop: stop.at - editor.launch.at,
        firstLook,
        step: median(steps.map(({ stopped }) => stopped)),
        known: median(steps.map(({ known }) => known)),
        look: median(steps.map(({ look }) => look)),
        end,
      };
    }),
});

/** One step, and what VS Code asks for after it. */
export async function step({ recorder }: Bench, editor: EditorSession, { session, threadId }: EditorStop) {
  const { mark } = recorder;
  await session.customRequest('next', { threadId });
  const next = await recorder.request('next', mark);
  const { at } = await editor.stop(mark);
  const stack = await recorder.response('stackTrace', mark);
  return { stopped: at - next.at, known: stack.at - next.at, look: await editor.looked(mark) };
}
