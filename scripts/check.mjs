// The checks that are not tests: types (and with them the arrows between the rooms; those of Python by pyright), formatter
// and linter, test vectors, schemas, the types that are shipped, that the manifest has the tools that there are, and that
// docs/CAPABILITIES.md says what Tandem says.
import { main, runNode, tool } from './run.mjs';
import { ensureInstalled } from './setup.mjs';

await main(async () => {
  await ensureInstalled(console.log);
  await runNode('Types and arrows', [tool('typescript/bin/tsc'), '--build']);
  await runNode('Types of Python', [tool('pyright/index.js')]);
  await runNode('Format and lint', [tool('@biomejs/biome/bin/biome'), 'check']);
  await runNode('Test vectors', ['scripts/make-vectors.mjs', '--check']);
  await runNode('Schemas', [tool('tsx/dist/cli.mjs'), 'scripts/make-schemas.mjs', '--check']);
  await runNode('Types of the package', [tool('tsx/dist/cli.mjs'), 'scripts/make-types.mjs', '--check']);
  await runNode('Tools', [tool('tsx/dist/cli.mjs'), 'scripts/make-tools.mjs', '--check']);
  const capabilities = [tool('tsx/dist/cli.mjs'), 'bench/capabilities/run.mts', '--check'];
  await runNode('Capabilities', capabilities);
});
