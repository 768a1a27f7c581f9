type Settings = Readonly<Record<string, unknown>>;

/** Settings of debugpy that have another name here: what they come to, where ours are not set. */
const TRANSLATED: Readonly<Record<string, (value: unknown) => Settings>> = {
  subProcess: (value) => (typeof value === 'boolean' ? { autoAttachChildProcesses: value } : {}),
  autoReload: (value) => {
    const enabled = (value as { enable?: unknown } | null)?.enable;
    return typeof enabled === 'boolean' ? { hotReload: enabled } : {};
  },
  connect: (value) => {
    const { host, port } = (value ?? {}) as { host?: unknown; port?: unknown };
    return { ...(host !== undefined && { host }), ...(port !== undefined && { port }) };
  },
  pathMappings: (value) => {
    const [mapping, ...more] = Array.isArray(value)
      ? (value as { localRoot?: string; remoteRoot?: string }[])
      : [];
    if (!mapping || more.length > 0) return {};
    const { localRoot, remoteRoot } = mapping;
    // Nothing is elsewhere there, or nobody knows where.
    if (localRoot === remoteRoot || remoteRoot === NOWHERE) return {};
    return { ...(localRoot && { localRoot }), ...(remoteRoot && { remoteRoot }) };
  },
};

/** What debugpy's template says of a directory that is called there as it is here, as long as nobody writes another. */
const NOWHERE = '.';

const TEMPLATES = 'breakpoints are for Python code, not for templates';

/** What they ask for is always so. */
const ALWAYS_SO: ReadonlySet<string> = new Set(['redirectOutput', 'showReturnValue']);

/** What is said of those that change nothing. */
const SAID: Readonly<Record<string, string>> = {
  purpose:
    '"purpose" is for the Python extension, which debugs tests with debugpy: to debug them with Tandem, launch "module": "pytest".',
  django: `"django" is ignored: ${TEMPLATES}.`,
  jinja: `"jinja" is ignored: ${TEMPLATES}.`,
  jinja2: `"jinja2" is ignored: ${TEMPLATES}.`,
  listen: '"listen" is ignored: it is the program that waits; "tandem exec" starts it so.',
  gevent: '"gevent" is ignored: stacks are those of threads, not of each greenlet.',
  guiEventLoop: '"guiEventLoop" is ignored: windows stand still while their thread is stopped.',
  sudo: '"sudo" is ignored: start the editor, or "tandem debug", with the rights that the program needs.',
  logToFile: '"logToFile" is called "trace" here: true writes what is said into the log.',
  rules: '"rules" is ignored: name what is to be stepped through in "skipFiles".',
  debugOptions: '"debugOptions" is ignored: its options are settings of their own, such as "justMyCode".',
  debugAdapterPath: '"debugAdapterPath" is ignored: there is no debugpy in it.',
  debugAdapterPython: '"debugAdapterPython" is ignored: the debugger is in the program itself.',
  debugLauncherPath: '"debugLauncherPath" is ignored: there is no debugpy in it.',
  debugLauncherPython:
    '"debugLauncherPython" is ignored: the debugger is in the program itself; "python" is what runs it.',
};

/** A configuration with what it says in debugpy's words in ours. What is set in ours stays. */
export function inOurWords(raw: object): object {
  const words = Object.entries(raw).filter(([name]) => Object.hasOwn(TRANSLATED, name));
  return Object.assign({}, ...words.map(([name, value]) => TRANSLATED[name]!(value)), raw) as object;
}

/** The lines that a setting of debugpy's deserves, none where it does what it says; undefined for any other setting. */
export function toldOfDebugpys(name: string, value: unknown): readonly string[] | undefined {
  if (Object.hasOwn(TRANSLATED, name)) return isTooMuch(name, value) ? [ONE_PAIR] : [];
  if (ALWAYS_SO.has(name)) return [];
  if (!Object.hasOwn(SAID, name)) return undefined;
  return isOff(value) ? [] : [SAID[name]!];
}

const ONE_PAIR = '"pathMappings" is ignored: "localRoot" and "remoteRoot" are one pair of directories.';

const isTooMuch = (name: string, value: unknown): boolean =>
  name === 'pathMappings' && Array.isArray(value) && value.length > 1;

/** What is switched off is so anyway. */
const isOff = (value: unknown): boolean =>
  value === false || value === null || value === '' || (Array.isArray(value) && value.length === 0);
