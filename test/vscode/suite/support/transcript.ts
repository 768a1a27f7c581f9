import type { DebugProtocol } from '@vscode/debugprotocol';
import type * as vscode from 'vscode';
import { within } from './wait.ts';

type Said = DebugProtocol.Event | DebugProtocol.Response;

/** What the adapter of one session has said. Each message is taken once, so that "the next stop" is what it says. */
export class Transcript implements vscode.DebugAdapterTracker {
  readonly session: vscode.DebugSession;
  readonly #said: Said[] = [];
  readonly #taken = new Set<Said>();
  #wake: () => void = () => {};

  readonly #onFailedStart: () => void;

  constructor(session: vscode.DebugSession, onFailedStart: () => void) {
    this.session = session;
    this.#onFailedStart = onFailedStart;
  }

  onDidSendMessage(message: Said): void {
    if ('success' in message && !message.success && STARTS.has(message.command)) this.#onFailedStart();
    this.#said.push(message);
    this.#wake();
  }

  /** The body of the next event of that name, which may have come already. */
  async event<Body>(name: string): Promise<Body> {
    return (await this.#next(`event "${name}"`, (said) => 'event' in said && said.event === name)).body;
  }

  async stopped(): Promise<DebugProtocol.StoppedEvent['body']> {
    return this.event('stopped');
  }

  /** Resolves at the next output with that text. */
  async printed(text: string): Promise<void> {
    const holds = (said: Said): boolean =>
      'event' in said &&
      said.event === 'output' &&
      String((said.body as { output?: string }).output).includes(text);
    await this.#next(`output "${text}"`, holds);
  }

  async response(command: string): Promise<DebugProtocol.Response> {
    const isIt = (said: Said): boolean => 'command' in said && said.command === command;
    return (await this.#next(`response to "${command}"`, isIt)) as DebugProtocol.Response;
  }

  /** Resolves when the adapter has taken away all breakpoints of a file. */
  async breakpointsRemoved(): Promise<void> {
    const isIt = (said: Said): boolean =>
      'command' in said && said.command === 'setBreakpoints' && said.body?.breakpoints?.length === 0;
    await this.#next('answer that breakpoints are removed', isIt);
  }

  /** How the program ended, with all events until there was nothing more. */
  async ended(): Promise<{ exitCode: number }> {
    await this.event('terminated');
    return this.event('exited');
  }

  /** What was written so far to the debug console. */
  output(category?: string): string {
    return this.#said
      .filter((said) => 'event' in said && said.event === 'output')
      .map(({ body }) => body as DebugProtocol.OutputEvent['body'])
      .filter((body) => category === undefined || body.category === category)
      .map(({ output }) => output)
      .join('');
  }

  has(event: string): boolean {
    return this.#said.some((said) => 'event' in said && said.event === event);
  }

  #next(what: string, isIt: (said: Said) => boolean): Promise<Said> {
    const search = async (): Promise<Said> => {
      for (;;) {
        const found = this.#said.find((said) => !this.#taken.has(said) && isIt(said));
        if (found) {
          this.#taken.add(found);
          return found;
        }
        await new Promise<void>((resolve) => {
          const others = this.#wake;
          this.#wake = () => {
            others();
            resolve();
          };
        });
      }
    };
    return within(search(), what, () => ` The adapter said:\n${this.#summary()}`);
  }

  #summary(): string {
    return this.#said
      .map(
        (said) =>
          ('event' in said ? `  event ${said.event} ` : `  answer ${said.command} `) + brief(said.body),
      )
      .join('\n');
  }
}

const STARTS: ReadonlySet<string> = new Set(['launch', 'attach']);

const brief = (body: unknown): string => JSON.stringify(body ?? {}).slice(0, 200);
