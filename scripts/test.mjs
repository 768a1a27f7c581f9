// `npm test`: sets up what is missing and runs all tests: first those of the parts, which drive real programs through
// the real adapter, then those in a real VS Code, with the extension in development and as the packaged .vsix.
import { main, runNode, tool } from './run.mjs';
import { ensureInstalled, ensurePython } from './setup.mjs';

await main(async () => {
  await ensureInstalled(console.log);
  await ensurePython(console.log);
  await runNode('Tests of the parts', [tool('vitest/vitest.mjs'), 'run']);
  await runNode('Build', ['scripts/build.mjs']);
  await runNode('Tests in VS Code', ['test/vscode/run.mjs']);
  await runNode('Tests in VS Code, before its workspace is trusted', ['test/vscode/run.mjs', '--restricted']);
  await runNode('Package', ['scripts/package.mjs']);
  await runNode('Tests of the package', ['--test', 'test/package/package.test.mjs']);
  const { packageFile } = await import('./package.mjs');
  await runNode('Tests in VS Code, with the package installed', [
    'test/vscode/run.mjs',
    '--vsix',
    packageFile,
  ]);
  await runNode('Build', ['scripts/build.mjs']);
  console.log('\nAll tests passed.');
});
