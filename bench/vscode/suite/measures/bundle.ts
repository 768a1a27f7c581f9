import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { benchProgram } from '../../../sessions/program.ts';
import { debug, EXTERNAL, eachContender, IN_PROCESS, JS_DEBUG } from '../bench.ts';
import { measure } from '../measure.ts';

/** A breakpoint in a TypeScript source of a bundle of 20 MB, by way of its source map. */
export const bundle = measure({
  name: 'bundle',
  reference: JS_DEBUG,
  rows: {
    firstStop: {
      label: 'launch to first stop in a source of a 20 MB bundle',
      goals: { [EXTERNAL]: 0.35, [IN_PROCESS]: 0.15 },
    },
  },
  runners: (bench) =>
    eachContender(async (contender) => {
      const source = benchProgram('src/main.ts', bench.bundle);
      const path = join(bench.bundle, 'dist/bundle.cjs');
      const settings = { outFiles: [join(bench.bundle, 'dist/*.cjs')] };
      const editor = await debug(
        bench,
        contender,
        { path, line: source.line },
        {
          breakIn: source.path,
          settings: contender.name === JS_DEBUG ? settings : {},
        },
      );
      const stop = await editor.stop();
      await bench.recorder.quiet();
      const { threadId } = stop;
      type Stack = DebugProtocol.StackTraceResponse['body'];
      const { body } = await editor.ask<Stack>(stop, 'stackTrace', { threadId, startFrame: 0, levels: 3 });
      const [top] = body.stackFrames;
      // VS Code makes a remote URI of the path.
      if (!top?.source?.path?.endsWith(source.path) || top.line !== source.line)
        throw new Error(`it stopped in ${top?.source?.path}:${top?.line}`);
      await editor.end(stop);
      return { firstStop: stop.at - editor.launch.at };
    }),
});
