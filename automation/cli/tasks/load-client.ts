/**
 * Read when a command first speaks to a window or server: the schemas of all that is said there take longer to set up than
 * most commands take. The build keeps it a file of its own, which is what others import as `tandem-debug/client`, too.
 */
export const loadClient = () => require('./client.js') as typeof import('../../client/main.ts');
