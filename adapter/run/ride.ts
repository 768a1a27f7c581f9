import type { Hello } from '../../protocol/messages.ts';

/** What a program runs in, and how its debugger is reached: for people, nothing depends on it. */
export interface Ride {
  readonly runtime: Hello['runtime'] | 'pyodide';
  /** Of the runtime, such as `24.1.0`; absent where nobody has told it. */
  readonly version?: string;
  /** As the setting `transport` has it, or `inspector`, or `command`; absent where nothing is in between. */
  readonly transport?: string;
}

/** What the launcher in a program has said of it. */
export const rideOf = ({ runtime, runtimeVersion }: Hello, transport: string | undefined): Ride => ({
  runtime,
  version: runtimeVersion.replace(/^v/, ''),
  ...(transport !== undefined && { transport }),
});

/** That of a worker of this very process. */
export const RIDE_HERE: Ride = { runtime: 'node', version: process.versions.node };
