import { TandemError } from '../../../protocol/errors.ts';
import type { EventBody } from '../../dap/dap-client.ts';
import type { Breakpoint } from '../../session/breakpoint-list.ts';
import type { SeenStop } from '../../session/stop.ts';
import { BreakpointNews } from '../render/breakpoint-text.ts';
import { type Canvas, renderWindow } from '../render/source-window.ts';
import { renderEnd, renderFailure, renderHeadline } from '../render/stop-text.ts';
import type { Terminal } from './terminal.ts';

/** What is said at the terminal, and in which words: by the debugger and by the program. */
export class Voice {
  readonly canvas: Canvas;
  readonly #terminal: Terminal;
  readonly #news: BreakpointNews;

  constructor(terminal: Terminal, canvas: Canvas) {
    this.canvas = canvas;
    this.#terminal = terminal;
    this.#news = new BreakpointNews(canvas);
  }

  print(text: string | readonly string[]): void {
    this.#terminal.print(typeof text === 'string' ? text : text.join('\n'));
  }

  stop(stop: SeenStop): void {
    const lines = stop.source ? renderWindow(stop.source, this.canvas, stop.stack[stop.frame]?.file) : [];
    this.print([...renderHeadline(stop, this.canvas), ...lines]);
  }

  output({ category, output }: EventBody<'output'>): void {
    if (category === 'console' || category === 'important') {
      this.print(this.canvas.paint('faint', output.trimEnd()));
    } else if (category === 'stderr' && !process.stderr.isTTY) process.stderr.write(output);
    else this.#terminal.write(output);
  }

  /** @param asked somebody at the prompt waits to hear what became of it. */
  breakpoint(breakpoint: Breakpoint, asked: boolean): void {
    const text = asked ? this.#news.answer(breakpoint) : this.#news.tell(breakpoint);
    if (text) this.print(text);
  }

  error(thrown: unknown): void {
    const { code, text } = TandemError.from(thrown);
    // That the session is over is said by its end.
    if (code !== 'session.ended') this.print(this.canvas.paint('bad', text));
  }

  failure(error: TandemError): void {
    this.print(renderFailure(error, this.canvas));
  }

  end(exitCode: number, breakpoints: readonly Breakpoint[]): void {
    this.print([...this.#news.neverBound(breakpoints), renderEnd(exitCode, this.canvas)]);
  }
}
