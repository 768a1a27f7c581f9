/** Read when it is first needed, so that activation does not pay for it. The build keeps it a file of its own. */
export const loadAdapter = () => require('./adapter.js') as typeof import('../adapter/main.ts');
