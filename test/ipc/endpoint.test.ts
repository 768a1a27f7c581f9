import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatEndpoint, parseEndpoint, toEndpoint } from '../../ipc/endpoint.ts';
import { parseLauncherArgs, toLauncherArgs } from '../../ipc/launcher-args.ts';
import type { Endpoint } from '../../ipc/transport-config.ts';
import { resolveTransport, transportOf } from '../../ipc/transports/registry.ts';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A text that begins with one and has the other further on. */
const exactly = (beginning: string, further: string) =>
  new RegExp(`^${escaped(beginning)}.*${escaped(further)}`, 's');

const bare = (pattern: RegExp) => fc.string({ minLength: 1 }).filter((text) => pattern.test(text));

/** Every endpoint that a transport has nothing against. */
const endpoints: fc.Arbitrary<Endpoint> = fc
  .oneof(
    fc.record({
      transport: fc.constant('unix' as const),
      path: fc.string({ unit: 'grapheme' }).map((path) => `/${path}`),
    }),
    fc.record({ transport: fc.constant('pipe' as const), pipeName: bare(/^[^\\/]+$/) }),
    fc.record({
      transport: fc.constant('tcp' as const),
      host: fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), bare(/^\S+$/)),
      port: fc.integer({ min: 1, max: 65535 }),
    }),
    fc.record({
      transport: fc.constant('ws' as const),
      url: fc
        .webUrl({ validSchemes: ['ws', 'wss'], withQueryParameters: true })
        .map((url) => new URL(url).href),
    }),
    fc.constant({ transport: 'stdio' as const }),
  )
  .filter((endpoint) => transportOf(endpoint).problem(endpoint) === undefined);

describe('the text of an endpoint', () => {
  test.each<[string, Endpoint]>([
    ['unix:/run/tandem/s', { transport: 'unix', path: '/run/tandem/s' }],
    ['unix:/with space:and colon', { transport: 'unix', path: '/with space:and colon' }],
    ['pipe:tandem-1', { transport: 'pipe', pipeName: 'tandem-1' }],
    ['tcp:localhost:9229', { transport: 'tcp', host: 'localhost', port: 9229 }],
    ['tcp:[::1]:9229', { transport: 'tcp', host: '::1', port: 9229 }],
    ['ws://127.0.0.1:9229/', { transport: 'ws', url: 'ws://127.0.0.1:9229/' }],
    ['wss://tunnel.example/a/b?c=d', { transport: 'ws', url: 'wss://tunnel.example/a/b?c=d' }],
    ['stdio:', { transport: 'stdio' }],
    ['tcp:[fe80::1%eth0]:1', { transport: 'tcp', host: 'fe80::1%eth0', port: 1 }],
  ])('%s means %o', (text, endpoint) => {
    expect(parseEndpoint(text)).toEqual(endpoint);
    expect(formatEndpoint(endpoint)).toBe(text);
  });

  test('comes back as the endpoint it was made of', () => {
    fc.assert(
      fc.property(endpoints, (endpoint) => {
        expect(parseEndpoint(formatEndpoint(endpoint))).toEqual(endpoint);
      }),
    );
  });

  test('may begin the name of a pipe as Windows does', () => {
    expect(parseEndpoint('pipe:\\\\.\\pipe\\p')).toEqual({ transport: 'pipe', pipeName: 'p' });
  });

  test('is an endpoint or a clear error, whatever it is', () => {
    const schemes = fc.constantFrom(
      '',
      'unix:',
      'pipe:',
      'tcp:',
      'tcp:[',
      'tcp:h:',
      'ws:',
      'ws://',
      'stdio:',
    );
    fc.assert(
      fc.property(schemes, fc.string(), (scheme, rest) => {
        try {
          expect(typeof parseEndpoint(scheme + rest).transport).toBe('string');
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'ipc.endpointInvalid' });
        }
      }),
    );
  });

  test.each([
    ['', 'it does not begin with the name of a transport'],
    ['/run/s', 'it does not begin with the name of a transport'],
    ['9229', 'it does not begin with the name of a transport'],
    [':9229', 'it does not begin with the name of a transport'],
    ['localhost:9229', 'it does not begin with the name of a transport'],
    ['pigeon:home', 'it does not begin with the name of a transport'],
    ['unix:', 'the path "" does not begin with "/"'],
    ['unix:run/s', 'the path "run/s" does not begin with "/"'],
    ['unix:\0abstract', 'does not begin with "/"'],
    ['unix:/run/\0', 'the path has a zero byte in it'],
    ['pipe:', 'the name is missing'],
    ['pipe:..', '".." is not a name'],
    ['pipe:..\\C:', 'has a slash, a backslash or a zero byte in it'],
    ['pipe:\\\\far\\pipe\\p', 'has a slash, a backslash or a zero byte in it'],
    ['pipe:\\\\.\\pipe\\..\\p', 'has a slash, a backslash or a zero byte in it'],
    ['tcp:', 'it has another form'],
    ['tcp:9229', 'it has another form'],
    ['tcp:::1:9229', 'it has another form'],
    ['tcp:[::1]', 'it has another form'],
    ['tcp::9229', 'the host is missing'],
    ['tcp:[]:9229', 'the host is missing'],
    ['tcp:a b:9229', '"a b" is not a host'],
    ['tcp:http://h:9229', 'it has another form'],
    ['tcp:h:', 'the port is not a number from 1 to 65535'],
    ['tcp:h:0', 'the port is not a number from 1 to 65535'],
    ['tcp:h:65536', 'the port is not a number from 1 to 65535'],
    ['tcp:h:0x10', 'the port is not a number from 1 to 65535'],
    ['tcp:h:-1', 'the port is not a number from 1 to 65535'],
    ['tcp:h:9229 ', 'the port is not a number from 1 to 65535'],
    ['ws:', 'it is not a URL'],
    ['ws://', 'it is not a URL'],
    ['ws://h:99999/', 'it is not a URL'],
    ['ws://user:secret@h/', 'it has a user name or a password in it'],
    ['ws://h/#part', 'it has a fragment'],
    ['http://h/', 'it does not begin with the name of a transport'],
    ['stdio:rm -rf /', 'it has another form'],
  ])('%j is refused: %s', (text, problem) => {
    expect(() => parseEndpoint(text)).toThrow(
      expect.objectContaining({
        code: 'ipc.endpointInvalid',
        message: expect.stringMatching(exactly(`"${text}" is not an endpoint: `, problem)),
        hint: expect.stringContaining('Write '),
      }),
    );
  });
});

describe('launcher arguments', () => {
  test.each<[Endpoint, string]>([
    [{ transport: 'tcp', host: '127.0.0.1', port: 5 }, '--ipc tcp --ipc-host 127.0.0.1 --ipc-port 5'],
    [{ transport: 'unix', path: '/run/s' }, '--ipc unix --ipc-path /run/s'],
    [{ transport: 'pipe', pipeName: 'tandem-1' }, '--ipc pipe --ipc-pipe tandem-1'],
  ])('of %o are "%s"', (endpoint, args) => {
    expect(toLauncherArgs(endpoint).join(' ')).toBe(args);
    expect(parseLauncherArgs(args.split(' '))).toEqual(endpoint);
  });

  test('come back as the endpoint they were made of', () => {
    fc.assert(
      fc.property(endpoints, (endpoint) => {
        expect(parseLauncherArgs(toLauncherArgs(endpoint))).toEqual(endpoint);
      }),
    );
  });

  test.each([
    ['', '"--ipc" is missing'],
    ['--ipc', '"--ipc" has no value'],
    ['--ipc carrier-pigeon', '"--ipc carrier-pigeon" is none of unix, pipe, ws, tcp, stdio'],
    ['--ipc unix', '"--ipc-path" is missing'],
    ['--ipc unix --ipc-path s', 'the path "s" does not begin with "/"'],
    ['--ipc pipe --ipc-path p', '"--ipc-pipe" is missing'],
    ['--ipc pipe --ipc-pipe p --ipc-path p', '"--ipc-path" means nothing to the transport "pipe"'],
    ['--ipc tcp --ipc-host h', '"--ipc-port" is missing'],
    ['--ipc tcp --ipc-port 5', '"--ipc-host" is missing'],
    ['--ipc unix --ipc-path a --ipc-path b', '"--ipc-path" is repeated'],
    ['--ipc unix --path a', '"--path" is unknown'],
    ['--ipc tcp --ipc-host h --ipc-port 0', 'the port is not a number from 1 to 65535'],
    ['--ipc tcp --ipc-host h --ipc-port 65536', 'the port is not a number from 1 to 65535'],
    ['--ipc tcp --ipc-host h --ipc-port 0x10', 'the port is not a number from 1 to 65535'],
  ])('"%s" are refused: %s', (args, problem) => {
    expect(() => parseLauncherArgs(args.split(' ').filter(Boolean))).toThrow(
      expect.objectContaining({ code: 'ipc.launcherArguments', message: expect.stringContaining(problem) }),
    );
  });
});

describe('the transport "auto"', () => {
  test.each([
    ['linux', {}, 'unix'],
    ['darwin', {}, 'unix'],
    ['win32', {}, 'pipe'],
    ['win32', { path: 'p' }, 'unix'],
    ['linux', { pipeName: 'p' }, 'pipe'],
    ['linux', { host: 'h' }, 'tcp'],
    ['win32', { port: 1 }, 'tcp'],
    ['linux', { port: 1, allowedHosts: [] }, 'ws'],
  ] as const)('on %s with %o is %s', (platform, details, expected) => {
    expect(resolveTransport({ transport: 'auto', ...details }, platform).name).toBe(expected);
    expect(resolveTransport({ transport: 'tcp', ...details }, platform).name).toBe('tcp');
  });
});

describe('the endpoint of a client', () => {
  test('is on loopback unless said otherwise', () => {
    expect(toEndpoint({ transport: 'auto', port: 5 })).toEqual({
      transport: 'tcp',
      host: '127.0.0.1',
      port: 5,
    });
  });

  test.each([
    ['unix', 'path'],
    ['pipe', 'pipeName'],
    ['tcp', 'port'],
    ['ws', 'url'],
  ] as const)('over %s needs %s', (transport, missing) => {
    expect(() => toEndpoint({ transport })).toThrow(
      expect.objectContaining({ code: 'ipc.endpointIncomplete', message: expect.stringContaining(missing) }),
    );
  });

  test('is checked as one that is written', () => {
    expect(() => toEndpoint({ transport: 'unix', path: 's' })).toThrow(
      expect.objectContaining({
        code: 'ipc.endpointInvalid',
        message: expect.stringContaining('does not begin with "/"'),
      }),
    );
  });
});
