/**
 * Read when a command first needs it: most do not, and reading it takes longer than all that they do. The build keeps it a
 * file of its own.
 */
export const loadDebugger = () => require('./cli-debugger.js') as typeof import('./debugger.ts');
