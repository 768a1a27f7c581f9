/** From what is only of use to whoever works on Tandem, to what has gone wrong. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** Takes a line for the log: `info`, unless said otherwise. Never the output of the user's program. */
export type LogLine = (line: string, level?: LogLevel) => void;
