/** Whoever says so in a name means a secret, wherever in the name it is said. */
const TELLING = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'authorization',
  'cookie',
  'credential',
  'bearer',
  'apikey',
  'accesskey',
  'privatekey',
  'secretkey',
  'signingkey',
  'encryptionkey',
  'masterkey',
  'accountkey',
  'sessionid',
  'connectionstring',
];

/** These mean a secret as a word of its own: inside of others they are something else. */
const WORDS: ReadonlySet<string> = new Set(['pwd', 'pw', 'jwt', 'otp', 'cvv', 'cvc', 'sid']);
const LAST_WORDS: ReadonlySet<string> = new Set(['auth', 'creds', 'pass']);

/** What is said of a secret is none: how long it is, where it is kept, what handles it. */
const ABOUT = new Set(
  (
    'count counts length len size limit max min name names type types kind kinds field fields index position pos start ' +
    'end line column url uri endpoint path file expiry expires expiration expired at ttl valid invalid enabled disabled ' +
    'required id policy rule rules regex pattern format strength options parser config service manager provider factory ' +
    'store handler middleware generator validator class list stream usage budget cost'
  ).split(' '),
);
const ABOUT_FIRST = new Set(['max', 'min', 'num', 'total', 'is', 'has', 'no', 'get', 'on', 'used', 'needs']);

/** Names that hold such a word and are something else. */
const HARMLESS: ReadonlySet<string> = new Set(['tokens', 'pass']);

/** Headers are told to the end of their line, whatever is in it. */
const HEADERS: ReadonlySet<string> = new Set(['authorization', 'proxyauthorization', 'cookie', 'setcookie']);

const joined = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** Whether a variable, property, header or option of this name holds a secret. */
export type IsSecretName = (name: string) => boolean;

/** @param more parts of names that hold secrets as well, in any writing: `pin code` also means `pinCode` and `PIN_CODE` */
export function secretNames(more: readonly string[] = []): IsSecretName {
  const wanted = more.map(joined).filter((part) => part !== '');
  const known = new Map<string, boolean>();
  return (name) => {
    // Longer ones are no names, and would fill the memory.
    if (name.length > 100) return false;
    let answer = known.get(name);
    if (answer === undefined) {
      answer = wanted.some((part) => joined(name).includes(part)) || isTelling(name);
      if (known.size > 10_000) known.clear();
      known.set(name, answer);
    }
    return answer;
  };
}

/** A name as it is, where it is told as a key is written: `'x-api-key'`, `["token"]`, `#secret`. */
export const unquoted = (name: string): string => name.replace(/^['"`[#]+|['"`\]]+$/g, '');

export const isHeaderName = (name: string): boolean => HEADERS.has(joined(name));

function isTelling(name: string): boolean {
  const whole = joined(name);
  // The working directory, as shells call it.
  if (HARMLESS.has(whole) || name === 'PWD' || name === 'OLDPWD') return false;
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined) return false;
  const telling = TELLING.some((part) => whole.includes(part)) && !/tokeni[sz]|secretar/.test(whole);
  if (!telling && !words.some((word) => WORDS.has(word)) && !LAST_WORDS.has(last)) return false;
  if (whole.endsWith('sessionid') || whole.endsWith('otp')) return true;
  return !(words.length > 1 && (ABOUT.has(last) || ABOUT_FIRST.has(words[0]!)));
}
