type Frames = readonly NodeJS.CallSite[];

/** V8's errors, as far as a program may have tampered with them. */
interface Errors {
  stackTraceLimit: number;
  prepareStackTrace: unknown;
  captureStackTrace(target: object, below: unknown): void;
}

/** A look at the stack costs some microseconds, more than the call of the console itself: so many in so much time. */
const MOST_LOOKS = 4000;
const LOOKS_MS = 100;

/** How far to look for a caller of the user's own, behind those in Node or in packages. */
const DEEP = 16;

const errors = Error as unknown as Errors;
const { captureStackTrace } = errors;
const frames = (_: unknown, sites: Frames): Frames => sites;

/** So that its later use adds no property that a program could list. */
if (!('prepareStackTrace' in Error)) {
  Object.defineProperty(Error, 'prepareStackTrace', { configurable: true, writable: true, value: undefined });
}

let looks = 0;
let looksSince = 0;

/** False in a flood: then its lines beyond the first few thousand come without their place, and nearly at full speed. */
function mayLook(): boolean {
  if (looks === MOST_LOOKS) {
    const now = Date.now();
    if (Math.abs(now - looksSince) < LOOKS_MS) return false;
    looksSince = now;
    looks = 0;
  }
  looks += 1;
  return true;
}

/**
 * Who has called `below`, as `url:line:column`: the nearest caller, unless that is Node or a package and somebody of the
 * user's stands behind it. Empty where nothing with a name called, and in a flood.
 */
export function callSite(below: unknown): string {
  if (!mayLook()) return '';
  const nearest = capture(below, 1)[0];
  if (nearest && isOwn(nearest)) return describe(nearest);
  const sites = capture(below, DEEP);
  const caller = sites.find(isOwn) ?? sites.find((site) => !urlOf(site).startsWith('node:'));
  return caller ? describe(caller) : '';
}

/** The frames under the topmost call of `below`. Whatever the program has done to `Error` is as it was, afterwards. */
function capture(below: unknown, limit: number): Frames {
  const { stackTraceLimit, prepareStackTrace } = errors;
  try {
    errors.stackTraceLimit = limit;
    errors.prepareStackTrace = frames;
    const holder = {} as { stack: Frames };
    captureStackTrace(holder, below);
    const { stack } = holder;
    return Array.isArray(stack) ? stack : [];
  } catch {
    // `Error` is frozen.
    return [];
  } finally {
    try {
      errors.stackTraceLimit = stackTraceLimit;
      errors.prepareStackTrace = prepareStackTrace;
    } catch {
      // As above.
    }
  }
}

const urlOf = (site: NodeJS.CallSite): string => site.getScriptNameOrSourceURL() ?? '';

function isOwn(site: NodeJS.CallSite): boolean {
  const url = urlOf(site);
  return url !== '' && !url.startsWith('node:') && !url.includes('/node_modules/');
}

const MAX_URL = 4096;

function describe(site: NodeJS.CallSite): string {
  const url = urlOf(site);
  if (url === '' || url.length > MAX_URL || url.includes('\x1b')) return '';
  return `${url}:${site.getLineNumber()}:${site.getColumnNumber()}`;
}
