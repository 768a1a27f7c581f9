import type { DebugProtocol } from '@vscode/debugprotocol';
import type { TandemError } from '../../protocol/errors.ts';

export type SendResponse = (response: DebugProtocol.Response) => void;

/** The right to answer one request, once. What comes after the first answer is dropped. */
export interface Answer {
  readonly request: DebugProtocol.Request;
  success(body: object): void;
  /** `shown` puts the error of a user before their eyes, instead of leaving it to the place where the client asked. */
  failure(error: TandemError, shown: boolean): void;
}

/** Sees to it that each request is answered exactly once, whatever happens to whoever handles it. */
export class Responder {
  readonly #send: SendResponse;
  readonly #open = new Map<number, Answer>();

  constructor(send: SendResponse) {
    this.#send = send;
  }

  open(request: DebugProtocol.Request): Answer {
    const { seq } = request;
    const respond = (outcome: Pick<DebugProtocol.Response, 'success' | 'body' | 'message'>): void => {
      if (this.#open.get(seq) !== answer) return;
      this.#open.delete(seq);
      // seq is given by the sender.
      this.#send({ type: 'response', seq: 0, request_seq: seq, command: request.command, ...outcome });
    };
    const answer: Answer = {
      request,
      // An acknowledgement has no body, and clients with strict types take none.
      success: (body) => respond({ success: true, ...(!isEmpty(body) && { body }) }),
      failure: (error, shown) => respond(failureOf(error, shown)),
    };
    this.#open.set(seq, answer);
    return answer;
  }

  /** The open answer of an earlier request. */
  find(seq: number): Answer | undefined {
    return this.#open.get(seq);
  }

  /** Answers everything that is open. */
  failAll(error: TandemError): void {
    for (const answer of [...this.#open.values()]) answer.failure(error, false);
  }
}

const isEmpty = (body: object): boolean => Object.keys(body).length === 0;

function failureOf(
  error: TandemError,
  shown: boolean,
): Pick<DebugProtocol.Response, 'success' | 'body' | 'message'> {
  const { text, code, audience } = error;
  return {
    success: false,
    message: text,
    body: {
      error: {
        id: errorId(code),
        format: text,
        showUser: shown && audience === 'user',
        // The underscore marks it as free of personal data, so that a client may log it.
        variables: { _code: code },
      },
    },
  };
}

/** DAP numbers its errors. Ours have names; the number follows from the name, so that it is stable without a register. */
function errorId(code: string): number {
  let hash = 0;
  for (const char of code) hash = (hash * 31 + char.codePointAt(0)!) % 1_000_000;
  return hash;
}
