/** Read when a program first stops, or a value is first pointed at. The build keeps it a file of its own. */
export const loadSource = () => require('./source.js') as typeof import('../source/main.ts');
