import { settlesWithin } from '../util/time.ts';

/** What a program's own launcher tells of its end. */
export interface ExitReports {
  /** The program's exit code. May never settle. */
  readonly exitReport: Promise<number>;
  /** The launcher is gone. */
  readonly closed: Promise<unknown>;
}

/** Resolves when a program's launcher is gone, with the exit code that it has reported, if it has come to that. */
export async function reportedExit({ exitReport, closed }: ExitReports): Promise<number | undefined> {
  let exitCode: number | undefined;
  const report = exitReport.then((code) => {
    exitCode = code;
  });
  await closed;
  // What was said last may be read in the same turn as the end.
  await settlesWithin(report, 0);
  return exitCode;
}
