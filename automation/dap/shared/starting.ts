/** Whether a request starts the session: its answer tells whether the program has come to run. */
export const isStarting = (command: string | undefined): boolean =>
  command === 'launch' || command === 'attach';
