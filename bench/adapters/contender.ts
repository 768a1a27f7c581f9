import type { Adapter } from '../../automation/dap/dap-client.ts';

export type Settings = Readonly<Record<string, unknown>>;

/** The adapter asked its client to start one more session, over this adapter and with this configuration. */
export type ChildListener = (adapter: Adapter, configuration: Settings) => void;

/** An adapter that is ready for `initialize`. Disposing it ends it, however far it came. */
export interface OpenAdapter extends AsyncDisposable {
  readonly adapter: Adapter;
  /** Sets the one listener. Without one, children are not started. */
  onChild?(listener: ChildListener): void;
}

/** One of those that are measured side by side. */
export interface Contender {
  readonly name: string;
  /** Over the launch configuration that all of them get. */
  readonly settings: Settings;
  /** What it calls the filter for exceptions that leave the user's code, if not as Tandem does. */
  readonly userUncaught?: string;
  /** A new adapter for each session, as editors do it. */
  open(): Promise<OpenAdapter>;
}
