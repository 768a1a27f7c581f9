import { describe, expect, it } from 'vitest';
import { byTrouble, counted, diagnose, type Observed, unseen } from '../../extension/trouble/diagnosis.ts';
import { chaptersToHtml, frame, SCRIPT, STYLE, summaryOf } from '../../extension/trouble/page.ts';

const observed = (state: object, more: Partial<Observed> = {}): Observed => ({
  told: { place: { path: '/w/a.js', line: 3 }, state: { verified: false, ...state } },
  title: 'a.js:3',
  isOver: false,
  wasBound: false,
  hasLaunchJson: true,
  ...more,
});

const labels = (message: string, more: Partial<Observed> = {}): string[] =>
  diagnose(observed({ reason: 'failed', message }, more)).fixes.map(({ label }) => label);

describe('a diagnosis', () => {
  it.each([
    [{ verified: true, line: 3 }, {}, 'bound', 'Bound at line 3'],
    [{ verified: true, line: 5 }, {}, 'bound', 'Bound at line 5, the first with code from line 3 on'],
    [{ reason: 'pending' }, {}, 'waiting', 'Not loaded yet'],
    [{ reason: 'pending' }, { isOver: true }, 'waiting', 'Never bound'],
    [{ reason: 'pending' }, { isOver: true, wasBound: true }, 'bound', 'Was bound'],
    [{ reason: 'failed' }, {}, 'failed', 'Cannot be bound'],
  ] as const)('of %j, %j, is %s', (state, more, expected, words) => {
    expect(diagnose(observed(state, more))).toMatchObject({ state: expected, words });
  });

  it('puts a warning before all else, and what was said already in one place', () => {
    const lines = ['Not loaded yet: nothing came.', 'Thread 1: tried'];
    const story = { id: 1, title: '', state: 'bound', lines, warnings: ['It is old.'] } as const;
    const message = 'Not loaded yet: nothing came.';
    expect(diagnose(observed({ verified: true, line: 3, message }, { story }))).toMatchObject({
      state: 'suspect',
      reasons: ['It is old.', 'Nothing came.'],
      tried: ['Thread 1: tried'],
      fixes: [],
    });
  });

  it('offers what can be done about it, and nothing else', () => {
    const override = 'Set "sourceMapPathOverrides": { "/x/*": "/y/*" }.';
    expect(labels(override)).toEqual(['Add sourceMapPathOverrides to launch.json']);
    expect(labels(override, { hasLaunchJson: false })).toEqual(['Copy sourceMapPathOverrides']);
    expect(labels('Note that "resolveSourceMapLocations" leaves out a map.')).toEqual(['Open launch.json']);
    expect(labels('The file has only 2 lines.')).toEqual([]);
    expect(labels('The file has only 1 line.', { nearestLine: 1 })).toEqual(['Move to Line 1']);
    expect(labels('The file has only 2 lines.', { nearestLine: 2 })).toEqual(['Move to Line 2']);
    expect(labels('The condition has a syntax error: x')).toEqual(['Edit Breakpoint']);
    expect(labels('Not loaded yet: no. Note that /w/b/a.js was loaded, which has no source map.')).toEqual([
      'Open a.js',
    ]);
    expect(labels('The file /w/a.js does not exist.')).toEqual(['Remove Breakpoint']);
    expect(labels('Something else.')).toEqual([]);
  });

  it('is listed by how much it needs to be looked at', () => {
    const place = { path: '/w/a.js', line: 1 };
    const all = [
      unseen('off', true, place),
      diagnose(observed({ verified: true, line: 3 })),
      diagnose(observed({ reason: 'failed' })),
    ];
    expect(byTrouble(all).map(({ state }) => state)).toEqual(['failed', 'bound', 'off']);
    expect(counted(all)).toBe('1 cannot be bound, 1 bound, 1 switched off');
  });
});

describe('the page', () => {
  it('shows what engines and users say as text', () => {
    const evil = '<img src=x onerror="x">';
    const one = diagnose(observed({ reason: 'failed', message: `${evil} was loaded` }, { title: evil }));
    const html = chaptersToHtml([{ id: '"', title: evil, status: evil, breakpoints: [one] }]);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img');
    expect(html).toContain('id="&quot;"');
  });

  it('allows its own script and style, and nothing from elsewhere', () => {
    const page = frame('n0', SCRIPT, STYLE);
    expect(page).toContain(`default-src 'none'; style-src 'nonce-n0'; script-src 'nonce-n0'`);
    expect(page).not.toMatch(/https?:|style=/);
  });

  it('says what to do when there is nothing', () => {
    expect(summaryOf([])).toContain('Click left of a line number');
  });
});
