import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Debuggee } from '../engine/support.ts';
import { files } from '../support/fixtures.ts';
import type { Settings } from '../support/session.ts';
import type { Python } from './interpreters.ts';

type Marked = Partial<DebugProtocol.SourceBreakpoint>;

export interface Setup extends Settings {
  readonly source: string;
  /** Breakpoints by the comment that their line ends in. */
  readonly stops?: Readonly<Record<string, Marked>>;
  readonly exceptions?: readonly string[];
  readonly functions?: readonly DebugProtocol.FunctionBreakpoint[];
  /** Beside the program. */
  readonly others?: Readonly<Record<string, string>>;
}

/** The line, from 1, that ends in the comment `# <marker>`. */
export function lineOf(file: string, marker: string): number {
  const lines = readFileSync(file, 'utf8').split('\n');
  const index = lines.findIndex((line) => line.endsWith(`# ${marker}`));
  if (index < 0) throw new Error(`"${file}" has no line marked with "# ${marker}"`);
  return index + 1;
}

/** A Python program under the debugger. Places are told as `name: marker`. */
export class Script {
  readonly debuggee: Debuggee;
  readonly path: string;

  private constructor(debuggee: Debuggee, path: string) {
    this.debuggee = debuggee;
    this.path = path;
  }

  static async start(
    python: Python,
    { source, stops = {}, others = {}, ...settings }: Setup,
    traits?: Parameters<typeof Debuggee.start>[1],
  ): Promise<Script> {
    const path = join(files({ 'program.py': source, ...others }), 'program.py');
    const breakpoints = Object.entries(stops).map(([marker, how]) => ({
      line: lineOf(path, marker),
      ...how,
    }));
    const debuggee = await Debuggee.start(
      {
        program: path,
        ...python.settings,
        ...settings,
        breakpoints: breakpoints.length > 0 ? { [path]: breakpoints } : {},
      },
      traits,
    );
    return new Script(debuggee, path);
  }

  get client() {
    return this.debuggee.client;
  }

  /** Waits for the next stop: `reason name: marker`. */
  async stop(): Promise<string> {
    const { reason } = await this.debuggee.stop();
    return `${reason} ${await this.top()}`;
  }

  async top(): Promise<string> {
    return this.placeOf(await this.debuggee.frame());
  }

  /** `name: marker`, or `name: text` for a line without one, or `name (file)` elsewhere. */
  placeOf({ name, source, line }: DebugProtocol.StackFrame): string {
    if (source?.path !== this.path) return `${name} (${source?.name})`;
    const text = readFileSync(this.path, 'utf8').split('\n')[line - 1] ?? '';
    return `${name}: ${/# ([\w ]+)$/.exec(text)?.[1] ?? text.trim()}`;
  }

  async stack(): Promise<string[]> {
    return (await this.debuggee.frames()).map((frame) => this.placeOf(frame));
  }

  async step(kind: 'next' | 'stepIn' | 'stepOut'): Promise<string> {
    await this.debuggee.step(kind);
    return this.top();
  }

  /** The steps that lead through a program, one after the other. */
  async steps(...kinds: ('next' | 'stepIn' | 'stepOut')[]): Promise<string[]> {
    const places = [];
    for (const kind of kinds) places.push(await this.step(kind));
    return places;
  }

  async evaluate(expression: string, context: 'repl' | 'watch' | 'hover' | 'clipboard' = 'repl') {
    return (await this.debuggee.evaluate(expression, context)).result;
  }

  /** The variables of the innermost scope, by name, as they are written. */
  async locals(): Promise<Record<string, string>> {
    const locals = await this.debuggee.locals();
    return Object.fromEntries([...locals].map(([name, { value }]) => [name, value]));
  }

  async setBreakpoints(...markers: string[]) {
    const breakpoints = markers.map((marker) => ({ line: lineOf(this.path, marker) }));
    return this.client.request('setBreakpoints', { source: { path: this.path }, breakpoints });
  }

  async end(exitCode = 0): Promise<void> {
    const { expectEnd } = await import('../support/session.ts');
    await expectEnd(this.client, exitCode);
  }
}
