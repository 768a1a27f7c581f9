// Bundles every entry point into dist/. Flags: --watch (rebuild on change), --release (minify).
import { readFileSync } from 'node:fs';
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { copyPython } from './copy-python.mjs';
import { definitions } from './definitions.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { version } = createRequire(import.meta.url)('../package.json');
const agentsUse = readFileSync(path.join(root, 'docs/AGENTS-USE.md'), 'utf8');

/**
 * WebSockets are few, and the code for them is long: it is a file of its own, read when the first one is wanted.
 * @type {esbuild.Plugin}
 */
const webSocketsApart = {
  name: 'web-sockets-apart',
  setup(bundle) {
    bundle.onResolve({ filter: /^ws$/ }, () => ({ path: './ws.cjs', external: true }));
  },
};

/**
 * The MCP SDK validates what users enter in forms that a server shows them. Tandem shows none, and does without the
 * half of the bundle that this takes.
 * @type {esbuild.Plugin}
 */
const withoutFormValidation = {
  name: 'without-form-validation',
  setup(bundle) {
    bundle.onLoad({ filter: /sdk[\\/]dist[\\/]esm[\\/]validation[\\/]ajv-provider\.js$/ }, () => ({
      contents: 'export class AjvJsonSchemaValidator {}',
    }));
  },
};

/**
 * One function of what another bundle has, which is read when it is called.
 * @param {RegExp} module where it is in the sources
 * @param {string} name
 * @param {string} bundle
 * @returns {esbuild.Plugin}
 */
const apart = (module, name, bundle) => ({
  name: `apart-${name}`,
  setup(build) {
    build.initialOptions.external = [...(build.initialOptions.external ?? []), bundle];
    build.onLoad({ filter: module }, () => ({
      contents: `export const ${name} = (options) => require('${bundle}').${name}(options);`,
    }));
  },
});

/** The adapter is one file for all who debug. A server may never need it. */
const adapterApart = apart(
  /adapter[\\/]session[\\/]create-session\.ts$/,
  'createDebugSession',
  './adapter.js',
);
/** Whoever imports the server has what `tandem serve` has. */
const serverApart = apart(/automation[\\/]server[\\/]start-server\.ts$/, 'startServer', './cli-server.js');

/**
 * Each file that imports `vscode` would get a copy of its own of the whole API, made property by property: most of the time
 * that reading the extension takes. So all share one module, with what any file names.
 * @type {esbuild.Plugin}
 */
const oneEditorApi = {
  name: 'one-editor-api',
  setup(bundle) {
    bundle.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'vscode' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'vscode' },
    );
    bundle.onLoad({ filter: /^/, namespace: 'vscode' }, async () => {
      const entries = await readdir(path.join(root, 'extension'), { recursive: true });
      const files = entries
        .filter((name) => name.endsWith('.ts'))
        .map((name) => path.join(root, 'extension', name));
      const sources = await Promise.all(files.map((file) => readFile(file, 'utf8')));
      const named = sources.flatMap((source) => [...source.matchAll(/\bvscode\.([A-Za-z]\w*)/g)]);
      const names = [...new Set(named.map(([, name]) => name))].sort();
      return {
        contents: `const api = require('vscode');\n${names.map((name) => `export const ${name} = api.${name};`).join('\n')}`,
        watchFiles: files,
      };
    });
  },
};

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  sourcemap: 'linked',
  sourcesContent: false,
  define: definitions,
  logLevel: 'warning',
  plugins: [webSocketsApart],
  // What it says is its main file loads its parts in a way that no bundler sees.
  alias: { 'jsonc-parser': './node_modules/jsonc-parser/lib/esm/main.js' },
};

/**
 * What has to stay with the code of others.
 * @param {string} name of a package
 */
const licenceOf = (name) =>
  `/*! ${name}\n${readFileSync(path.join(root, 'node_modules', name, 'LICENSE'), 'utf8')}*/`;

/**
 * @param {string} outdir
 * @returns {esbuild.BuildOptions}
 */
const webSocketsInto = (outdir) => ({
  ...common,
  target: 'node20',
  plugins: [],
  entryPoints: { ws: 'node_modules/ws/index.js' },
  outExtension: { '.js': '.cjs' },
  outdir,
  sourcemap: false,
  // It would look for faster helpers among the modules around it.
  define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
  banner: { js: licenceOf('ws') },
});

/**
 * The adapter and what it loads into programs: all that a debug session needs.
 * @param {string} outdir
 * @returns {esbuild.BuildOptions[]}
 */
export const adapterBundlesInto = (outdir) => [
  {
    ...common,
    // They come into whatever Node a program runs in, and must not be what ends an old one.
    target: 'node12',
    entryPoints: ['launcher/node/bootstrap.ts', 'launcher/node/plain.ts'],
    outExtension: { '.js': '.cjs' },
    outdir: path.join(outdir, 'launcher/node'),
    sourcemap: false,
  },
  {
    ...common,
    target: 'node20',
    entryPoints: [
      'debugger-thread',
      'listening-thread',
      'visit',
      'joining-thread',
      'worker-preload',
      'python-worker',
      'injected',
    ].map((name) => `launcher/node/${name}.ts`),
    outExtension: { '.js': '.cjs' },
    outdir: path.join(outdir, 'launcher/node'),
    // Programs would trip over the preloads' own source maps; nobody debugs them in place.
    sourcemap: false,
  },
  {
    ...common,
    target: 'node20',
    entryPoints: ['adapter/pipe/agent/agent.ts'],
    outExtension: { '.js': '.cjs' },
    outdir: path.join(outdir, 'launcher/node'),
    sourcemap: false,
    // It is sent to where it runs, each time.
    minify: true,
  },
  { ...common, target: 'node20', entryPoints: { adapter: 'adapter/main.ts' }, outdir },
  webSocketsInto(outdir),
  webSocketsInto(path.join(outdir, 'launcher/node')),
];

/**
 * @param {string} outdir
 * @returns {esbuild.BuildOptions[]}
 */
const bundlesInto = (outdir) => [
  ...adapterBundlesInto(outdir),
  {
    ...common,
    target: 'node20',
    // The adapter and others are bundles of their own, so that activating the extension does not read them.
    entryPoints: { extension: 'extension/extension.ts' },
    external: ['./adapter.js', './automation.js', './source.js', './testing.js', './trouble.js'],
    plugins: [webSocketsApart, oneEditorApi],
    outdir,
  },
  { ...common, target: 'node20', entryPoints: { source: 'extension/source/main.ts' }, outdir },
  {
    ...common,
    target: 'node20',
    entryPoints: {
      automation: 'extension/automation/index.ts',
      testing: 'extension/testing/index.ts',
      trouble: 'extension/trouble/index.ts',
    },
    plugins: [webSocketsApart, oneEditorApi],
    outdir,
  },
  {
    ...common,
    target: 'node20',
    // Most commands need no debugger: it is a bundle of its own, so that they do not read it.
    entryPoints: { cli: 'automation/cli/main.ts' },
    external: ['./adapter.js', './cli-debugger.js', './cli-server.js', './client.js', './mcp.js'],
    outdir,
  },
  {
    ...common,
    target: 'node20',
    entryPoints: { mcp: 'automation/mcp/main.ts' },
    external: ['./cli-server.js'],
    plugins: [webSocketsApart, withoutFormValidation],
    define: { ...definitions, TANDEM_AGENTS_USE: JSON.stringify(agentsUse) },
    banner: { js: licenceOf('@modelcontextprotocol/sdk') },
    outdir,
  },
  {
    ...common,
    target: 'node20',
    entryPoints: { 'cli-debugger': 'automation/cli/debugger.ts', 'cli-server': 'automation/cli/server.ts' },
    plugins: [webSocketsApart, adapterApart],
    outdir,
  },
  // What other programs import: the client brings neither the adapter nor VS Code along.
  {
    ...common,
    target: 'node20',
    entryPoints: { client: 'automation/client/main.ts', server: 'automation/server/main.ts' },
    plugins: [webSocketsApart, serverApart],
    outdir,
  },
];

/**
 * Builds everything once, after emptying `outdir`.
 * @param {{ release?: boolean, outdir?: string }} [options]
 */
export async function build({ release = false, outdir = 'dist' } = {}) {
  await rm(path.resolve(root, outdir), { recursive: true, force: true });
  await Promise.all(
    bundlesInto(outdir).map((bundle) => esbuild.build({ ...bundle, minify: release || bundle.minify })),
  );
  await cp(path.join(root, 'types/shipped'), path.resolve(root, outdir), { recursive: true });
  await cp(path.join(root, 'extension/bin'), path.resolve(root, outdir, 'bin'), { recursive: true });
  await copyPython(path.resolve(root, outdir), version);
}

async function watch() {
  await copyPython(path.resolve(root, 'dist'), version);
  const bundles = bundlesInto('dist');
  const report = reporter(bundles.length);
  const contexts = await Promise.all(
    bundles.map((bundle) => esbuild.context({ ...bundle, plugins: [...(bundle.plugins ?? []), report] })),
  );
  await Promise.all(contexts.map((context) => context.watch()));
}

/**
 * Says when all bundles are being rebuilt, and when the last is done, in the words that .vscode/tasks.json waits for.
 * @param {number} building How many bundles there are.
 * @returns {esbuild.Plugin}
 */
function reporter(building) {
  const problems = new Map();
  let announced = false;
  return {
    name: 'report',
    setup(bundle) {
      let first = true;
      bundle.onStart(() => {
        if (!first) building += 1;
        first = false;
        if (!announced) console.log('[watch] build started');
        announced = true;
      });
      bundle.onEnd(({ errors }) => {
        problems.set(bundle, errors.length);
        building -= 1;
        if (building > 0) return;
        const count = [...problems.values()].reduce((sum, errors) => sum + errors, 0);
        console.log(`[watch] build finished with ${count} errors`);
        announced = false;
      });
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const started = performance.now();
  if (process.argv.includes('--watch')) await watch();
  else {
    await build({ release: process.argv.includes('--release') });
    console.log(`Built dist/ in ${Math.round(performance.now() - started)} ms.`);
  }
}
