/** Who has to act on an error. `expected` ones are part of normal operation and are never shown as a failure. */
export type Audience = 'user' | 'internal' | 'expected';

export interface ErrorDetails {
  /** Stable, machine-readable, unique: `launch.programNotFound`. */
  readonly code: string;
  /** What happened, in one sentence. */
  readonly message: string;
  /** What to do next, in one sentence. */
  readonly hint?: string | undefined;
  readonly audience: Audience;
}

/** The one error class of the project: it travels the wire as {@link ErrorDetails} and comes back the same. */
export class TandemError extends Error {
  override readonly name = 'TandemError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly audience: Audience;

  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super(details.message, options);
    this.code = details.code;
    this.hint = details.hint;
    this.audience = details.audience;
  }

  toJSON(): ErrorDetails {
    return { code: this.code, message: this.message, hint: this.hint, audience: this.audience };
  }

  /** Message and hint in one text, as a person should read it. */
  get text(): string {
    return this.hint ? `${this.message} ${this.hint}` : this.message;
  }

  /** Any thrown value as a TandemError; what was not foreseen is ours to fix, so its audience is `internal`. */
  static from(thrown: unknown): TandemError {
    // By its name: each bundle has a class of its own.
    if (thrown instanceof Error && thrown.name === 'TandemError') return thrown as TandemError;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new TandemError({ code: 'internal', message, audience: 'internal' }, { cause: thrown });
  }
}
