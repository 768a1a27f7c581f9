/** Read when something is served in this very process: the schemas of all that is said there take long to set up. */
export const loadServer = () => require('./cli-server.js') as typeof import('./server.ts');
