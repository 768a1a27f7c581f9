/** What is read when the first lens is wanted, or the first of these commands. */
export { scriptLenses, testLenses } from './lenses.ts';
export { chooseScript, startScript } from './npm-scripts.ts';
export { Testing } from './testing.ts';
