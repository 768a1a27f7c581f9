import type { DebugProtocol } from '@vscode/debugprotocol';

const changesVariables = ({ command, arguments: args }: DebugProtocol.Request): boolean =>
  command === 'setVariable' ||
  command === 'setExpression' ||
  // As it is asked for by somebody who types, it may assign; for watches and hovers it is asked to look only.
  (command === 'evaluate' && args?.context === 'repl');

/** What one client of a session has changed in the program, so that another looks again. */
export class Changes {
  readonly #tell: (invalidated: DebugProtocol.Event) => void;
  readonly #asked = new Set<number>();

  constructor(tell: (invalidated: DebugProtocol.Event) => void) {
    this.#tell = tell;
  }

  asked(request: DebugProtocol.Request): void {
    if (changesVariables(request)) this.#asked.add(request.seq);
  }

  answered({ request_seq }: DebugProtocol.Response): void {
    if (!this.#asked.delete(request_seq)) return;
    this.#tell({ type: 'event', seq: 0, event: 'invalidated', body: { areas: ['variables'] } });
  }
}
