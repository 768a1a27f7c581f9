/** What `tandem mcp` is made of: a bundle of its own, which the other commands do without. */
export { Places } from './places.ts';
export { guide, runMcp } from './run-mcp.ts';
