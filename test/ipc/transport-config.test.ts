import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Endpoint,
  parseLauncherArgs,
  resolveTransport,
  toEndpoint,
  toLauncherArgs,
} from '../../ipc/transport-config.ts';

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
    const text = fc.string({ minLength: 1 });
    const endpoints: fc.Arbitrary<Endpoint> = fc.oneof(
      fc.record({ transport: fc.constant('unix' as const), path: text }),
      fc.record({ transport: fc.constant('pipe' as const), pipeName: text }),
      fc.record({
        transport: fc.constant('tcp' as const),
        host: text,
        port: fc.integer({ min: 1, max: 65535 }),
      }),
    );
    fc.assert(
      fc.property(endpoints, (endpoint) => {
        expect(parseLauncherArgs(toLauncherArgs(endpoint))).toEqual(endpoint);
      }),
    );
  });

  test.each([
    ['', '"--ipc" is missing'],
    ['--ipc', '"--ipc" has no value'],
    ['--ipc carrier-pigeon', '"--ipc carrier-pigeon" is none of unix, pipe and tcp'],
    ['--ipc unix', '"--ipc-path" is missing'],
    ['--ipc pipe --ipc-path p', '"--ipc-pipe" is missing'],
    ['--ipc tcp --ipc-host h', '"--ipc-port" is missing'],
    ['--ipc tcp --ipc-port 5', '"--ipc-host" is missing'],
    ['--ipc unix --ipc-path a --ipc-path b', '"--ipc-path" is repeated'],
    ['--ipc unix --path a', '"--path" is unknown'],
    ['--ipc tcp --ipc-host h --ipc-port 0', '"--ipc-port 0" is not a port number'],
    ['--ipc tcp --ipc-host h --ipc-port 65536', '"--ipc-port 65536" is not a port number'],
    ['--ipc tcp --ipc-host h --ipc-port 0x10', '"--ipc-port 0x10" is not a port number'],
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
  ] as const)('on %s with %o is %s', (platform, details, expected) => {
    expect(resolveTransport({ transport: 'auto', ...details }, platform)).toBe(expected);
    expect(resolveTransport({ transport: 'tcp', ...details }, platform)).toBe('tcp');
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
  ] as const)('over %s needs %s', (transport, missing) => {
    expect(() => toEndpoint({ transport })).toThrow(
      expect.objectContaining({ code: 'ipc.endpointIncomplete', message: expect.stringContaining(missing) }),
    );
  });
});
