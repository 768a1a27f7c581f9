/** What an adapter says to a request. */
export interface Answer {
  readonly success: boolean;
  /** Why not. */
  readonly message?: string;
  /** Whatever it is; the asker has to know. */
  // biome-ignore lint/suspicious/noExplicitAny: adapters of every kind are asked, and answer what they like.
  readonly body?: any;
}

/**
 * `no`: says that it does not know the request. `silent`: says nothing. `mute`: says nothing, to no request after it
 * either. Anything else: its error, for a request that it knows.
 */
export type Outcome = 'yes' | 'no' | 'silent' | 'mute' | { readonly error: string };

/** By request. */
export type Outcomes = Record<string, Outcome>;

const NOT_KNOWN =
  /unsupported|not supported|unknown (command|request)|does not know|not yet implemented|unable to (process &|create message from dict)/i;

/** Undefined: there was no answer. */
export function outcomeOf(answer: Answer | undefined): Outcome {
  if (!answer) return 'silent';
  if (answer.success) return 'yes';
  // Where this checkout is concerns nobody.
  const error = (answer.message ?? '').split('\n', 1)[0]!.replaceAll(/\/\S+\/(?=\S)/g, '');
  return NOT_KNOWN.test(error) ? 'no' : { error };
}
