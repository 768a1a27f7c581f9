import type { DevState } from './dev-state.ts';

/** What happens in a dev adapter, for whoever watches it. */
export type DevEvent =
  | { readonly event: 'listening'; readonly state: DevState }
  /** What was built is what there is already, unless there is a new generation. */
  | { readonly event: 'built'; readonly generation?: number | undefined; readonly durationMs: number }
  /** The last generation that was built without errors, if any, stays the one that new sessions get. */
  | { readonly event: 'buildFailed'; readonly problems: string; readonly generation?: number | undefined }
  | {
      readonly event: 'sessionBegan';
      readonly session: number;
      readonly generation: number;
      /** The way by which its client has come, and the framing: `tcp, lines`. */
      readonly way: string;
    }
  | { readonly event: 'sessionEnded'; readonly session: number; readonly durationMs: number }
  /** Something of a generation has thrown where nobody catches it. The sessions go on, as they would in an editor. */
  | { readonly event: 'fault'; readonly error: string }
  /** Programs are being ended. */
  | { readonly event: 'ending'; readonly sessions: number }
  | { readonly event: 'ended' };
