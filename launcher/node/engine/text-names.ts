/**
 * The name of a script that nobody has named, as `eval` and `new Function` make them: told from its text, so that it is
 * the same in the next run, and breakpoints in it hold.
 */
export const textName = (hash: string): string => `<eval>/${hash}/eval-${hash.slice(0, 8)}.js`;

/** The hash in such a name, by which V8 finds the text again; undefined for any other name. */
export const hashOfTextName = (name: string): string | undefined =>
  /^<eval>[/\\]([0-9a-f]{64})[/\\]/.exec(name)?.[1];
