import { describe, expect, it } from 'vitest';
import { Privacy } from '../../extension/trouble/privacy.ts';
import { composeReport, type Facts } from '../../extension/trouble/report.ts';

const SECRETS = [
  'hunter2-correct-horse',
  'arg-token-0123456789',
  'split-password-987654',
  'url-password-55555',
  'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
  'AKIAIOSFODNN7EXAMPLE',
  'plain-env-value-1357',
  'env-of-a-setting-2468',
];

const FACTS: Facts = {
  versions: { Tandem: '0.1.0' },
  settings: {
    'tandem.pyodide': 'https://me:url-password-55555@mirror.example/p.tgz',
    'tandem.terminal.options': { env: { HARMLESS: 'env-of-a-setting-2468' } },
  },
  sessions: [
    {
      name: 'Server',
      status: 'ended',
      configuration: {
        type: 'tandem',
        program: '/home/adalovelace/app/server.js',
        env: { DB_PASSWORD: 'hunter2-correct-horse', HARMLESS: 'plain-env-value-1357', CI: null },
        args: ['--token=arg-token-0123456789', '--password', 'split-password-987654', '--port', '8080'],
        token: 'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
        __sessionId: 'of VS Code',
      },
      breakpoints: [
        {
          key: '1',
          title: 'server.js:3',
          state: 'failed',
          words: 'Cannot be bound',
          reasons: ['The file /home/adalovelace/app/server.js has ``` in its name.'],
          tried: ["Condition: `key === 'AKIAIOSFODNN7EXAMPLE'`."],
          fixes: [],
        },
      ],
      timeline: [
        { at: 12, kind: 'ask', what: 'launch' },
        { at: 30.4, kind: 'answer', what: 'launch', ms: 18.4, problem: 'no plain-env-value-1357 here' },
      ],
      dropped: 3,
    },
  ],
  log: ['connected with hunter2-correct-horse', 'postgres://ada:url-password-55555@db.adas-laptop/x'],
};

describe('a report', () => {
  const privacy = new Privacy({ home: '/home/adalovelace', user: 'adalovelace', host: 'adas-laptop' });
  const report = composeReport(FACTS, privacy);

  it.each(SECRETS)('does not tell %s', (secret) => {
    expect(report).not.toContain(secret);
  });

  it('says what could not be found out, and only then', () => {
    expect(report).not.toContain('could not be found out');
    expect(composeReport({ ...FACTS, missing: ['Settings: it broke'] }, privacy)).toContain(
      '## What could not be found out\n\n- Settings: it broke',
    );
  });

  it('does not tell who and where the user is', () => {
    expect(report).not.toMatch(/adalovelace|adas-laptop/);
    expect(report).toContain('"~/app/server.js"');
  });

  it('does not tell where the home of the user is on Windows, whoever has written it down', () => {
    const home = new Privacy({ home: 'C:\\Users\\bob', user: 'bob', host: '' });
    const told = [
      String.raw`C:\Users\bob\a.js`,
      String.raw`c:\Users\bob\a.js`,
      'c:/Users/bob/a.js',
      String.raw`"c:\\Users\\bob\\a.js"`,
    ];
    expect(told.map((text) => home.text(text))).toEqual([
      String.raw`~\a.js`,
      String.raw`~\a.js`,
      '~/a.js',
      String.raw`"~\\a.js"`,
    ]);
  });

  it('keeps what helps', () => {
    expect(report).toContain('"DB_PASSWORD": "[redacted]"');
    expect(report).toContain('"CI": null');
    expect(report).toContain('"8080"');
    expect(report).toContain('server.js:3: Cannot be bound');
    expect(report).toContain('← launch 18.4 ms ✗');
    expect(report).toContain('(3 before)');
    expect(report).not.toContain('__sessionId');
  });

  it('says how much was hidden, and cannot be broken out of by what it cites', () => {
    expect(report).toMatch(/secret \(\d\d? places\)/);
    expect(report.match(/```/g)!.length % 2).toBe(0);
    expect(report).toContain("has ''' in its name");
  });
});

it('leaves common names and parts of other names alone', () => {
  const privacy = new Privacy({ home: '/root', user: 'root', host: 'box' });
  expect(privacy.text('/root/a.js and /rooted and the root of a box')).toBe(
    '~/a.js and /rooted and the root of a box',
  );
});

it('knows a home of Windows in every spelling', () => {
  const privacy = new Privacy({ home: 'C:\\Users\\adalovelace', user: 'x', host: 'y' });
  expect(
    privacy.text('C:\\Users\\adalovelace\\a.js "C:\\\\Users\\\\adalovelace\\\\b" C:/Users/adalovelace'),
  ).toBe('~\\a.js "~\\\\b" ~');
});
