import { CURRENT_FILE, inFolder, type Offer, type Purpose } from './offer.ts';
import { type PackageManager, packageManagerOf } from './package-manager.ts';
import { PATIENT } from './patient-tests.ts';
import type { ProjectFolder } from './project-folder.ts';

/** Where the program of a folder is when its package.json does not say. */
const USUAL_PROGRAMS = ['src/', ''].flatMap((folder) =>
  ['main', 'index', 'server', 'app'].flatMap((name) =>
    ['ts', 'mts', 'js', 'mjs'].map((ending) => `${folder}${name}.${ending}`),
  ),
);

/** What people call scripts that run the project, rather than build, check or publish it. */
const RUNS = /^(start|dev|serve|server|develop|preview)\b/;

/** Scripts that npm runs by itself. */
const HOOKS =
  /^(prepare|prepublish|prepublishOnly|prepack|postpack|install|preinstall|postinstall|dependencies)$/;

interface TestRunner {
  /** What shows that the project uses it. */
  readonly uses: (manifest: PackageJson, scripts: string) => boolean;
  /** Its program, in node_modules; none where Node is the runner. */
  readonly program?: string;
  readonly name: string;
  /** For one run, in which the debugger can stay as long as it likes at a breakpoint. */
  readonly args: readonly string[];
  /** What tells it that a path follows, and no pattern. */
  readonly pathFollows?: string;
}

const dependsOn =
  (name: string) =>
  ({ dependencies, devDependencies }: PackageJson): boolean =>
    name in dependencies || name in devDependencies;

const TEST_RUNNERS: readonly TestRunner[] = [
  {
    name: 'Vitest',
    uses: dependsOn('vitest'),
    program: 'vitest/vitest.mjs',
    args: ['run', ...PATIENT.vitest],
  },
  {
    name: 'Jest',
    uses: dependsOn('jest'),
    program: 'jest/bin/jest.js',
    args: PATIENT.jest,
    pathFollows: '--runTestsByPath',
  },
  { name: 'Mocha', uses: dependsOn('mocha'), program: 'mocha/bin/mocha.js', args: PATIENT.mocha },
  { name: 'node --test', uses: (_, scripts) => /\bnode\b[^&|;]*\s--test\b/.test(scripts), args: ['--test'] },
];

interface PackageJson {
  readonly main: string | undefined;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: object;
  readonly devDependencies: object;
}

/** What can be started of a folder with a package.json; without one, the program that usually is in such a folder. */
export async function nodeOffers(folder: ProjectFolder): Promise<Offer[]> {
  const json = await folder.readJson('package.json');
  const manifest = packageJson(json ?? {});
  const found = await Promise.all([
    programOffers(folder, manifest),
    json ? scriptOffers(manifest, await packageManagerOf(folder, json)) : [],
    testOffers(folder, manifest),
  ]);
  return found.flat();
}

/** Whatever the file says: what is not as it should be is not there. */
function packageJson({
  main,
  scripts,
  dependencies,
  devDependencies,
}: Readonly<Record<string, unknown>>): PackageJson {
  const record = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
  return {
    main: typeof main === 'string' ? main.replace(/^\.\//, '') : undefined,
    scripts: Object.fromEntries(
      Object.entries(record(scripts)).filter(([, script]) => typeof script === 'string'),
    ) as Record<string, string>,
    dependencies: record(dependencies),
    devDependencies: record(devDependencies),
  };
}

async function programOffers(folder: ProjectFolder, { main }: PackageJson): Promise<Offer[]> {
  const named = main === undefined ? [] : [main, `${main}.js`, `${main.replace(/\/$/, '')}/index.js`];
  const program = await folder.first([...named, ...USUAL_PROGRAMS]);
  if (program === undefined) return [];
  return [{ purpose: 'program', configuration: { name: `Debug ${program}`, program: inFolder(program) } }];
}

function scriptOffers({ scripts }: PackageJson, { command, run }: PackageManager): Offer[] {
  const isHook = (name: string): boolean => {
    const [, of] = /^(?:pre|post)(.+)/.exec(name) ?? [];
    return HOOKS.test(name) || (of !== undefined && of in scripts);
  };
  return Object.keys(scripts)
    .filter((name) => !isHook(name))
    .map((name) => ({
      purpose: RUNS.test(name) ? 'server' : 'script',
      configuration: {
        name: `Debug ${command} ${[...run, name].join(' ')}`,
        runtimeExecutable: command,
        runtimeArgs: [...run, name],
      },
    }));
}

async function testOffers(folder: ProjectFolder, manifest: PackageJson): Promise<Offer[]> {
  const scripts = Object.values(manifest.scripts).join('\n');
  const used = TEST_RUNNERS.filter(({ uses }) => uses(manifest, scripts));
  const offers = await Promise.all(used.map((runner) => offersOfRunner(folder, runner)));
  return offers.flat();
}

async function offersOfRunner(
  folder: ProjectFolder,
  { name, program, args, pathFollows }: TestRunner,
): Promise<Offer[]> {
  // One that is not installed has nothing to run: its script still tells how to.
  const path = program && (await folder.findUpwards(`node_modules/${program}`));
  if (program && !path) return [];
  const offer = (purpose: Purpose, title: string, file: readonly string[]): Offer => ({
    purpose,
    configuration: path
      ? { name: title, program: inFolder(path), args: [...args, ...file] }
      : { name: title, runtimeArgs: [...args, ...file] },
  });
  return [
    offer('tests', `Debug Tests with ${name}`, []),
    offer('testFile', `Debug Tests of Current File with ${name}`, [
      ...(pathFollows ? [pathFollows] : []),
      CURRENT_FILE,
    ]),
  ];
}
