import { BreakpointNews } from '../render/breakpoint-text.ts';
import type { Canvas } from '../render/source-window.ts';
import { renderEnd, renderFailure, renderStop } from '../render/stop-text.ts';
import type { Reporter } from './reporter.ts';

export interface TextOutlets {
  /** Where the program's own output goes. */
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** How what Tandem says looks. It goes to stderr, so that the program's output can be piped. */
  readonly canvas: Canvas;
}

/** Tells what happens in words. */
export function textReporter({ stdout, stderr, canvas }: TextOutlets): Reporter {
  const { paint } = canvas;
  const news = new BreakpointNews(canvas);
  // Where both end in the same place, what Tandem says must not continue a line of the program's.
  const shared = stdout.isTTY && stderr.isTTY;
  let atLineStart = true;

  const say = (text: string): void => {
    stderr.write(atLineStart ? text : `\n${text}`);
    atLineStart = true;
  };

  return {
    started: () => {},
    output({ category, output }) {
      if (category === 'console' || category === 'important') return say(paint('faint', output));
      const stream = category === 'stderr' ? stderr : stdout;
      stream.write(output);
      if (shared || stream === stderr) atLineStart = output.endsWith('\n');
    },
    breakpoint(breakpoint) {
      const text = news.tell(breakpoint);
      if (text) say(`${text}\n`);
    },
    stopped: (stop) => say(`${renderStop(stop, canvas)}\n`),
    exited(exitCode, breakpoints) {
      for (const text of news.neverBound(breakpoints)) say(`${text}\n`);
      say(`${renderEnd(exitCode, canvas)}\n`);
    },
    failed: (error) => say(`${renderFailure(error, canvas)}\n`),
  };
}
