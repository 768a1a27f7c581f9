/** The `type` of Tandem's launch configurations, as the manifest contributes it. */
export const DEBUG_TYPE = 'tandem';
