/** Read when the first file is shown that may have tests or scripts. The build keeps it a file of its own. */
export const loadTesting = () => require('./testing.js') as typeof import('./testing/index.ts');
