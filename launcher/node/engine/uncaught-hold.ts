import type { FileNames } from './file-names.ts';
import type { InspectorChannel, Protocol } from './inspector-channel.ts';
import { pathOfUrl } from './paths.ts';
import type { Scripts } from './scripts.ts';
import { unparsedPlace, withoutPlace } from './unparsed.ts';

type Pause = Protocol.Debugger.PausedEvent;
type RemoteObject = Protocol.Runtime.RemoteObject;

/**
 * The last net for exceptions that nobody catches. V8 predicts at the throw whether anything will catch it, and is wrong
 * where Node's own code does so only to report it: at the top level of every ES module. What gets away there ends in
 * `process._fatalException`; a breakpoint on its call costs nothing until then.
 */
export class UncaughtHold {
  readonly #channel: InspectorChannel;
  #wanted = false;
  #started = false;
  #work: Promise<void> = Promise.resolve();
  #hold: string | undefined;
  /** The stack of the last exception for which V8 has predicted right: it is not told twice. */
  #predicted: string | undefined;

  constructor(channel: InspectorChannel) {
    this.#channel = channel;
  }

  set(wanted: boolean): Promise<void> {
    if (wanted !== this.#wanted) {
      this.#wanted = wanted;
      if (this.#started) this.#work = this.#work.then(() => this.#apply());
    }
    return this.#work;
  }

  /** Puts into force what was wanted while the isolate was still starting. */
  start(): Promise<void> {
    this.#started = true;
    this.#work = this.#work.then(() => this.#apply());
    return this.#work;
  }

  async #apply(): Promise<void> {
    if (this.#wanted && !this.#hold) await this.#place();
    else if (!this.#wanted && this.#hold) await this.#remove();
  }

  isAbout(pause: Pause): boolean {
    return this.#hold !== undefined && pause.hitBreakpoints?.includes(this.#hold) === true;
  }

  /** Notes that a stop was made at the throw already. */
  stoppedAtThrow(thrown: RemoteObject): void {
    this.#predicted = identity(thrown);
  }

  /**
   * The pause that a person should see when this one is about an exception that got away: the exception, and the calls
   * that led to it as far as its stack tells. Their variables are gone. Undefined when the pause is about something else,
   * or this exception has been shown.
   */
  async escaped(pause: Pause, scripts: Scripts): Promise<Pause | undefined> {
    if (!this.isAbout(pause)) return undefined;
    const scope = pause.callFrames[0]!.scopeChain[0]?.object.objectId;
    if (!scope) return undefined;
    const { result } = await this.#channel.post('Runtime.getProperties', {
      objectId: scope,
      ownProperties: true,
    });
    // Node calls it with the exception as the first argument, whatever the parameter's name.
    const thrown = result[0]?.value;
    if (!thrown || identity(thrown) === this.#predicted) return undefined;
    const place = await unparsedPlace(this.#channel, scripts, thrown);
    const calls = parseStack(thrown.description ?? '', scripts, this.#channel.names);
    return {
      reason: 'exception',
      data: { ...(place ? withoutPlace(thrown) : thrown), uncaught: true },
      callFrames: [],
      asyncStackTrace: {
        // How Node has come to read the file is nothing that anybody wants to see.
        callFrames: place ? [place, ...calls.filter(({ url }) => !url.startsWith('node:'))] : calls,
      },
    };
  }

  async #place(): Promise<void> {
    const { result } = await this.#channel.post('Runtime.evaluate', {
      expression: 'process._fatalException',
      silent: true,
      disableBreaks: true,
    });
    if (!result.objectId) return;
    const { objectId } = result;
    this.#hold = (
      await this.#channel.post('Debugger.setBreakpointOnFunctionCall', { objectId })
    ).breakpointId;
    await this.#channel.post('Runtime.releaseObject', { objectId });
  }

  async #remove(): Promise<void> {
    const breakpointId = this.#hold;
    this.#hold = undefined;
    if (breakpointId) await this.#channel.post('Debugger.removeBreakpoint', { breakpointId });
  }
}

const identity = ({ description, value }: RemoteObject): string => description ?? JSON.stringify(value) ?? '';

/** `    at name (url:line:column)` or `    at url:line:column`, as V8 writes an error's stack. */
function parseStack(stack: string, scripts: Scripts, { near }: FileNames): Protocol.Runtime.CallFrame[] {
  const known = [...scripts.all()];
  return [...stack.matchAll(/^\s+at (?:async )?(?:(.+?) \()?(.+?):(\d+):(\d+)\)?$/gm)].map(
    ([, functionName = '', name = '', line, column]) => {
      const url = near(name);
      const path = pathOfUrl(url);
      const script = known.findLast((one) => one.url === url || (path !== undefined && one.path === path));
      return {
        functionName,
        url,
        scriptId: script?.id ?? '',
        lineNumber: Number(line) - 1,
        columnNumber: Number(column) - 1,
      };
    },
  );
}
