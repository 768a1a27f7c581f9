/** Read when there is something to say, or something wrong. The build keeps it a file of its own. */
export const loadTrouble = () => require('./trouble.js') as typeof import('./trouble/index.ts');
