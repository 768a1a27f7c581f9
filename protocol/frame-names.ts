/** What the place is called, in a stack, at which a file does not parse: nothing has been called there. */
export const DOES_NOT_PARSE = '(does not parse)';
