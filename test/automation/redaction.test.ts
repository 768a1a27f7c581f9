import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redactor } from '../../automation/redaction/redactor.ts';
import { secretNames } from '../../automation/redaction/secret-names.ts';
import { quote } from '../../launcher/node/engine/preview.ts';

const told = (text: string, kind?: 'code' | 'prose') => new Redactor().text(text, kind);

/** Nothing that the tests' own text holds by chance. */
const secret = fc
  .tuple(fc.string({ minLength: 4, maxLength: 60, unit: 'grapheme-ascii' }), fc.stringMatching(/^[0-9]{6}$/))
  .map(([text, digits]) => `${text}§${digits}`);
/** As secrets are that people type: without white space, quotes, and what ends a word. */
const word = fc.stringMatching(/^[A-Za-z0-9_.:/+!#][A-Za-z0-9_.:/+!#-]{2,40}[0-9]{6}$/);
/** Of characters that stand nowhere else, so that no part of it can be there by chance. */
const alien = fc
  .array(fc.constantFrom(...'0123456789§¶\'"\\\n '), { minLength: 8, maxLength: 60 })
  .map((characters) => `§${characters.join('')}§`);
const secretName = fc.constantFrom(
  'password',
  'dbPassword',
  'DB_PASSWORD',
  'PGPASSWORD',
  'user_passwd',
  'pwd',
  'apiKey',
  'api_key',
  'x-api-key',
  'X-Api-Key',
  'accessToken',
  'refresh_token',
  'token',
  'csrfToken',
  'clientSecret',
  'SECRET_KEY',
  'secretAccessKey',
  'authorization',
  'Authorization',
  'cookie',
  'Set-Cookie',
  'sessionId',
  'privateKey',
  'credentials',
  'connectionString',
  'passphrase',
);

describe('names of secrets', () => {
  it.each(['password', 'DB_PWD', 'x-auth-token', 'jwt', '_auth', 'smtpPass', 'userCreds', 'otp'])(
    'knows %s',
    (name) => expect(secretNames()(name)).toBe(true),
  );

  it.each([
    'PWD',
    'OLDPWD',
    'tokens',
    'maxTokens',
    'tokenCount',
    'tokenizer',
    'passwordMinLength',
    'tokenType',
    'cookieParser',
    'secretary',
    'isPasswordValid',
    'pass',
    'bypass',
    'key',
    'author',
    'broken',
    'hotpot',
  ])('knows that %s is none', (name) => expect(secretNames()(name)).toBe(false));

  it('learns more of them, in any writing', () => {
    const isSecretName = secretNames(['pin code']);
    expect(['pinCode', 'PIN_CODE', 'userPinCode', 'pin'].map(isSecretName)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('values that are secrets', () => {
  it.each([
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
    'github_pat_11ABCDEFG0abcdefghij_klmnop',
    'AKIAIOSFODNN7EXAMPLE',
    'xoxb-123456789012-abcdefghij',
    'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
    `sk-${'abcdefghij0123456789'}`,
    'glpat-abcdefghij0123456789',
  ])('finds %s in any text, also cut short', (value) => {
    expect(told(`it was ${value}, they say`)).toBe('it was [redacted], they say');
    const cut = value.slice(0, Math.ceil(value.length * 0.8));
    expect(told(`it was ${cut}…`)).not.toContain(cut.slice(-6));
  });

  it('finds private keys, and keeps the number of lines', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----';
    expect(told(`a\n${key}\nb`)).toBe('a\n[redacted]\n\n\n\nb');
    expect(told(key.slice(0, 40))).toBe('[redacted]\n\n');
  });

  it('finds passwords in addresses, and no ports', () => {
    expect(told('postgres://ada:l0ve@lace@db:5432/x')).toBe('postgres://ada:[redacted]@db:5432/x');
    expect(told('http://localhost:3000/a and http://localhost:3000')).toBe(
      'http://localhost:3000/a and http://localhost:3000',
    );
    expect(told('postgres://ada:l0vel…')).toBe('postgres://ada:[redacted]…');
    expect(told('http://localhost:30…')).toBe('http://localhost:30…');
  });

  it('finds what it was told to look for', () => {
    const redactor = new Redactor({ names: ['pin'], values: ['ACME-\\d+'] });
    expect(redactor.text('ACME-12345 pin=1234')).toBe('[redacted] pin=[redacted]');
    expect(redactor.hidden).toBe(2);
  });
});

describe('text', () => {
  it('leaves alone what only looks as if', () => {
    for (const text of [
      'Unexpected token: end of file',
      "Unexpected token '}' in JSON",
      'password: undefined',
      '{tokens: 1500, token: null, hasCookie: true}',
      "typeof token === 'string'",
    ])
      expect(told(text)).toBe(text);
  });

  it('hides in code only what stands in quotes', () => {
    const code = 'const token = next();\nconst password: string = "abc";\nif (token === "end") return t;';
    expect(told(code, 'code')).toBe(code.replace('"abc"', '"[redacted]"'));
    const printed = "write('password='); write('x'); // it's the token = 'abc'";
    expect(told(printed, 'code')).toBe(printed.replace('abc', '[redacted]'));
    expect(told("log('password=hunter2 was wrong')", 'code')).toBe("log('password=[redacted] was wrong')");
  });

  it('hides a value that it has seen under a secret name wherever it comes again', () => {
    const redactor = new Redactor();
    redactor.value({ value: "'tr0ub4dor&3'", type: 'string' }, true, 'password');
    expect(redactor.text('trying tr0ub4dor&3 for ada')).toBe('trying [redacted] for ada');
    expect(redactor.text('trying tr0ub4d…')).toBe('trying [redacted]…');
  });

  it('tells that there is no secret, and how long one is', () => {
    const redactor = new Redactor();
    const shown = (value: string, type: string) => redactor.value({ value, type }, true, 'token').value;
    expect(shown('undefined', 'undefined')).toBe('undefined');
    expect(shown('null', 'null')).toBe('null');
    expect(shown("''", 'string')).toBe("''");
    expect(shown('true', 'boolean')).toBe('true');
    expect(shown("'a b'", 'string')).toBe('[redacted] (a string of 3 characters)');
    expect(shown('123456', 'number')).toBe('[redacted]');
    expect(shown("Jar {name: 'a', size: 2}", 'Jar')).toBe("Jar {name: '[redacted]', size: 2}");
  });

  it('is read in time that grows with its length', () => {
    const redactor = new Redactor();
    const hostile = [
      'a-',
      'password:"',
      "token:'",
      'eyJ',
      '-----BEGIN PRIVATE KEY-----',
      '{secret:{',
      'a://b:',
      '\\',
    ];
    for (const part of hostile) {
      const started = performance.now();
      redactor.text(part.repeat(100_000 / part.length));
      expect(performance.now() - started, part).toBeLessThan(5000);
    }
  });
});

describe('a secret under a secret name', () => {
  const hidden = (text: string, value: string, redactor = new Redactor()) =>
    expect(redactor.text(text)).not.toContain(value);

  it('is not in what a debugger shows of the object, whole or cut anywhere', () => {
    fc.assert(
      fc.property(secretName, alien, fc.nat(200), (name, value, length) => {
        const preview = `Config {id: 3, ${name}: ${quote(value)}, last: 'x'}`;
        hidden(preview, value);
        const shown = new Redactor().text(`${preview.slice(0, length)}…`);
        for (let at = 0; at + 3 <= value.length; at += 1)
          if (/\S{3}/.test(value.slice(at, at + 3))) expect(shown).not.toContain(value.slice(at, at + 3));
      }),
      { numRuns: 1000 },
    );
  });

  it('is not in what a program prints of the object', () => {
    fc.assert(
      fc.property(secretName, secret, (name, value) => {
        hidden(inspect({ id: 1, [name]: value }, { breakLength: 80 }), value);
        hidden(inspect(new Map([[name, value]])), value);
        hidden(inspect({ deep: { [name]: { inner: value } } }, { depth: 5 }), value);
        hidden(JSON.stringify({ id: 1, [name]: value }), JSON.stringify(value).slice(1, -1));
        hidden(JSON.stringify({ id: 1, [name]: value }, null, 2), JSON.stringify(value).slice(1, -1));
        const twice = JSON.stringify(JSON.stringify({ [name]: value })).slice(1, -1);
        hidden(twice, JSON.stringify(JSON.stringify(value)).slice(3, -3));
        hidden(inspect([{ name, value }]), value);
      }),
      { numRuns: 1000 },
    );
  });

  it('is not in settings, addresses and command lines', () => {
    fc.assert(
      fc.property(secretName, word, (name, value) => {
        hidden(`${name}=${value}`, value);
        hidden(`first=1 ${name}=${value} last=2`, value);
        hidden(`GET /?${name}=${value}&x=1`, value);
        hidden(`${name}: ${value}\nnext: x`, value);
        hidden(`run --${name}=${value} --last`, value);
        hidden(`run --${name} ${value} --last`, value);
      }),
      { numRuns: 1000 },
    );
  });
});
