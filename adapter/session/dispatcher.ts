import type { DebugProtocol } from '@vscode/debugprotocol';
import { errors, TandemError } from '../../protocol/errors.ts';
import { argumentProblem } from '../requests/arguments.ts';
import type { Handler } from '../requests/handler.ts';
import { phaseProblem } from '../requests/phases.ts';
import type { RequestName } from '../requests/requests.ts';
import { handlers } from '../requests/table.ts';
import type { LogLine } from '../util/log-line.ts';
import { presentValues } from '../util/present-fields.ts';
import type { Answer, Responder } from './responder.ts';
import type { Session } from './session.ts';

/** The handler as the dispatcher sees it: by a name that came over the wire, with arguments that match it. */
type AnyHandler = Handler<RequestName> & {
  handle(session: Session, args: object, signal?: AbortSignal): object | Promise<object>;
};

const table: ReadonlyMap<string, AnyHandler> = new Map(Object.entries(handlers)) as unknown as Map<
  string,
  AnyHandler
>;

/** Brings each request to its handler, and what becomes of it to the responder. */
export class Dispatcher {
  readonly #session: Session;
  readonly #responder: Responder;
  readonly #log: LogLine;
  /** What can be given up while it is being done. */
  readonly #cancellable = new Map<Answer, AbortController>();

  constructor(session: Session, responder: Responder, log: LogLine) {
    this.#session = session;
    this.#responder = responder;
    this.#log = log;
  }

  async dispatch(request: DebugProtocol.Request): Promise<void> {
    const answer = this.#responder.open(request);
    if (request.command === 'cancel') return this.#cancel(answer);
    const handler = table.get(request.command);
    const controller = handler?.cancellable ? new AbortController() : undefined;
    if (controller) this.#cancellable.set(answer, controller);
    try {
      answer.success(await this.#handle(handler, request, controller?.signal));
    } catch (thrown) {
      const error = TandemError.from(thrown);
      if (error.audience === 'internal')
        this.#log(`${request.command}: ${error.stack ?? error.message}`, 'error');
      answer.failure(error, !handler?.failsInPlace);
      handler?.afterFailure?.(this.#session);
    } finally {
      this.#cancellable.delete(answer);
    }
  }

  #handle(
    handler: AnyHandler | undefined,
    request: DebugProtocol.Request,
    signal: AbortSignal | undefined,
  ): object | Promise<object> {
    const { command } = request;
    if (!handler) throw errors.requestUnknown(String(command));
    const args = argumentsOf(request, handler);
    const { state, traits } = this.#session;
    const problem =
      phaseProblem(command, handler.phase, { state, introduced: traits !== undefined }) ??
      argumentProblem(command, args, handler.needs);
    if (problem) throw problem;
    return handler.handle(this.#session, args, signal);
  }

  /** Lets the client go on without the answer, and gives up what was begun. */
  #cancel(answer: Answer): void {
    const { requestId, progressId } = (answer.request.arguments ?? {}) as DebugProtocol.CancelArguments;
    if (progressId !== undefined) this.#session.progress.cancel(progressId);
    const pending = requestId === undefined ? undefined : this.#responder.find(requestId);
    const controller = pending && this.#cancellable.get(pending);
    if (pending && controller) {
      const reason = errors.cancelled();
      pending.failure(reason, false);
      controller.abort(reason);
    }
    answer.success({});
  }
}

const argumentsOf = ({ arguments: args }: DebugProtocol.Request, handler: AnyHandler): object =>
  (handler.takesNull ? args : presentValues(args)) ?? {};
