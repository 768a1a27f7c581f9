import { describe, expect, it } from 'vitest';
import { endpointText, parseEndpoint } from '../../ipc/endpoint-text.ts';

describe('an endpoint as text', () => {
  it.each([
    [
      'unix:/run/user/1000/tandem/program-1-abc',
      { transport: 'unix', path: '/run/user/1000/tandem/program-1-abc' },
    ],
    ['unix:with:colon', { transport: 'unix', path: 'with:colon' }],
    ['pipe:tandem-1', { transport: 'pipe', pipeName: 'tandem-1' }],
    ['tcp:127.0.0.1:4711', { transport: 'tcp', host: '127.0.0.1', port: 4711 }],
    ['tcp:[::1]:4711', { transport: 'tcp', host: '::1', port: 4711 }],
    ['tcp:build-host.local:1', { transport: 'tcp', host: 'build-host.local', port: 1 }],
  ] as const)('%s is read, and written the same', (text, endpoint) => {
    expect(parseEndpoint(text)).toEqual(endpoint);
    expect(endpointText(endpoint)).toBe(text);
  });

  it.each([
    '',
    'unix:',
    'pipe:',
    '/run/app.sock',
    'tcp:127.0.0.1',
    'tcp::80',
    'tcp:host:0',
    'tcp:host:65536',
    'tcp:host:80x',
    'tcp:::1:80',
    'udp:host:80',
  ])('%j is none', (text) => {
    expect(() => parseEndpoint(text)).toThrow(expect.objectContaining({ code: 'ipc.endpointText' }));
  });
});
