import { CURRENT_FILE, inFolder, type Offer } from './offer.ts';
import type { ProjectFolder } from './project-folder.ts';

/** Where applications and programs usually are. */
const USUAL_FILES = ['', 'src/', 'app/'].flatMap((folder) =>
  ['main', 'app', 'wsgi', 'asgi', 'api', '__init__'].map((name) => `${folder}${name}.py`),
);

const PROGRAMS = ['__main__.py', 'main.py', 'app.py', 'src/main.py', 'src/app.py'] as const;

/** Files that name what a project depends on. */
const DEPENDENCIES = [
  'pyproject.toml',
  'requirements.txt',
  'requirements-dev.txt',
  'requirements/dev.txt',
  'dev-requirements.txt',
  'Pipfile',
  'setup.cfg',
  'tox.ini',
] as const;

/** Files by which tests for pytest show themselves, whatever the others say. */
const PYTEST_FILES = ['pytest.ini', 'conftest.py', 'tests/conftest.py', 'test/conftest.py'] as const;

/** What can be started of a folder with Python in it. */
export async function pythonOffers(folder: ProjectFolder): Promise<Offer[]> {
  const [texts, sources, hasDjango, usesPytest, program] = await Promise.all([
    Promise.all(DEPENDENCIES.map((file) => folder.read(file))),
    Promise.all(USUAL_FILES.map(async (file) => ({ file, text: await folder.read(file) }))),
    folder.has('manage.py'),
    folder.first(PYTEST_FILES),
    folder.first(PROGRAMS),
  ]);
  const applications = sources.flatMap(({ file, text }) => applicationsIn(file, text));
  return [
    ...(hasDjango ? [DJANGO] : []),
    ...applications,
    ...(program && !hasDjango && applications.length === 0 ? [programOffer(program)] : []),
    ...(usesPytest || /\bpytest\b/.test(texts.join('\n')) ? PYTEST : []),
  ];
}

// It would run itself once more to watch files, and the debugger with it.
const DJANGO: Offer = {
  purpose: 'server',
  configuration: { name: 'Debug Django', program: inFolder('manage.py'), args: ['runserver', '--noreload'] },
};

const PYTEST: readonly Offer[] = [
  { purpose: 'tests', configuration: { name: 'Debug Tests with pytest', module: 'pytest' } },
  {
    purpose: 'testFile',
    configuration: {
      name: 'Debug Tests of Current File with pytest',
      module: 'pytest',
      args: [CURRENT_FILE],
    },
  },
];

const programOffer = (program: string): Offer => ({
  purpose: 'program',
  configuration: { name: `Debug ${program}`, program: inFolder(program) },
});

/** Applications that a server runs: by the variable that holds one, in the module that it stands in. */
function applicationsIn(file: string, text: string): Offer[] {
  const [, fastApi] = /^(\w+)\b[^=\n]*=\s*(?:fastapi\.)?FastAPI\(/m.exec(text) ?? [];
  const [, flask] = /^(\w+)\b[^=\n]*=\s*(?:flask\.)?Flask\(/m.exec(text) ?? [];
  const module = file
    .replace(/\.py$/, '')
    .replace(/\/__init__$/, '')
    .replaceAll('/', '.');
  const offers: Offer[] = [];
  if (fastApi)
    offers.push({
      purpose: 'server',
      configuration: { name: 'Debug FastAPI', module: 'uvicorn', args: [`${module}:${fastApi}`] },
    });
  if (flask)
    offers.push({
      purpose: 'server',
      configuration: {
        name: 'Debug Flask',
        module: 'flask',
        args: ['run', '--no-debugger', '--no-reload'],
        env: { FLASK_APP: `${module}:${flask}` },
      },
    });
  return offers;
}
