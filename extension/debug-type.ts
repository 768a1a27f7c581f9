/** The `type` of Tandem's launch configurations, as the manifest contributes it. */
export const DEBUG_TYPE = 'tandem';

/** In a configuration that was started from outside: whoever has done so is told what is wrong, and not in the window. */
export const OUTSIDE_MARK = '__tandemTask';
