import { createRequire } from 'node:module';
import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { errors } from '../../protocol/errors.ts';
import { isAtLeast, isOurOwn, nodeVersion, type Runtime } from './runtime.ts';

const TYPESCRIPT = new Set(['.ts', '.mts', '.cts', '.tsx']);
/** Options that name a loader of TypeScript, or say that types are to be stripped whatever the version. */
const KNOWN_LOADER =
  /\b(tsx|ts-node|swc|esbuild|sucrase|jiti|babel|(?<!no-)experimental-(strip|transform)-types)\b/;
/** Options that bring in code which may be a loader. */
const SOME_LOADER = /(^|\s|")(--import|--loader|--experimental-loader|--require|-r)\b/;
const NO_STRIPPING = /--no-(experimental-)?strip-types\b/;

export interface TypeScriptQuestion {
  /** The file that will run. */
  readonly file: string;
  /** What Node will be told besides: its arguments and NODE_OPTIONS. */
  readonly options: readonly string[];
  /** Undefined in-process: the program runs in the Node that runs this code. */
  readonly runtime: Runtime | undefined;
}

/**
 * The Node options that the program needs because it is TypeScript: none for JavaScript, none where the runtime strips
 * types itself or the user names a loader, otherwise the `tsx` that is installed for the program.
 */
export async function typescriptOptions({
  file,
  options,
  runtime,
}: TypeScriptQuestion): Promise<readonly string[]> {
  if (!TYPESCRIPT.has(extname(file)) || (runtime && !runtime.isNode)) return [];
  const optionsSay = (pattern: RegExp): boolean => options.some((option) => pattern.test(option));
  if (optionsSay(KNOWN_LOADER)) return [];
  const refused = extname(file) === '.tsx' || optionsSay(NO_STRIPPING);
  if (!refused && (await stripsTypes(runtime))) return [];
  const tsx = runtime ? tsxForProcess(file) : tsxForWorker(file);
  if (tsx) return tsx;
  if (optionsSay(SOME_LOADER)) return [];
  throw errors.typescriptUnsupported(basename(file), await describe(runtime));
}

async function stripsTypes(runtime: Runtime | undefined): Promise<boolean> {
  // Newer Nodes answer for themselves, which also covers an Electron built without the feature.
  if (!runtime || isOurOwn(runtime))
    return Boolean((process.features as { typescript?: unknown }).typescript);
  const version = await nodeVersion(runtime);
  if (!version) return false;
  return isAtLeast(version, '23.6.0') || (version.startsWith('22.') && isAtLeast(version, '22.18.0'));
}

function tsxForProcess(file: string): readonly string[] | undefined {
  const path = resolve(file, 'tsx');
  return path === undefined ? undefined : ['--import', pathToFileURL(path).href];
}

/** The loader proper does nothing in a worker; the one for CommonJS does, and knows modules as well. */
function tsxForWorker(file: string): readonly string[] | undefined {
  const path = resolve(file, 'tsx/cjs');
  return path === undefined ? undefined : ['--require', path];
}

/** What is installed for the program, wherever above it; never what happens to be installed for us. */
function resolve(file: string, request: string): string | undefined {
  try {
    return createRequire(file).resolve(request);
  } catch {
    return undefined;
  }
}

async function describe(runtime: Runtime | undefined): Promise<string> {
  const version = runtime ? await nodeVersion(runtime) : process.versions.node;
  return version ? `Node.js ${version}` : 'The runtime';
}
