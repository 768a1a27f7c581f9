/** What a check has found. */
export interface Finding {
  /** `note`: something to know, with which all works. */
  readonly state: 'ok' | 'note' | 'problem';
  /** What is so. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
}

/** One thing that can keep Tandem from working. */
export interface Check {
  readonly name: string;
  /** What it throws is the problem. */
  readonly look: () => Promise<Finding | readonly Finding[]>;
}

export const ok = (message: string): Finding => ({ state: 'ok', message });
export const note = (message: string, hint?: string): Finding => ({ state: 'note', message, hint });
export const problem = (message: string, hint?: string): Finding => ({ state: 'problem', message, hint });
