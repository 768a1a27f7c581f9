import { applyEdits, parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { offsetOf, overrideEdits } from '../../extension/trouble/launch-json.ts';

const TEXT = `{
  // Mine.
  "configurations": [
    { "name": "One", "type": "tandem" },
    {
      "name": "Two", // the second
      "sourceMapPathOverrides": { "a/*": "/b/*" },
    },
  ],
}
`;

describe('a launch.json', () => {
  it('is known by the names of its configurations', () => {
    expect(offsetOf(TEXT, 'Two')).toBe(TEXT.indexOf('{\n      "name": "Two"'));
    expect(offsetOf(TEXT, 'Three')).toBeUndefined();
    expect(offsetOf('no JSON', 'One')).toBeUndefined();
  });

  it.each(['One', 'Two'])('gets one more override into %s, and stays what it was otherwise', (name) => {
    const edits = overrideEdits(TEXT, name, '/build/*', '/home/me/*')!.map((edit) => ({ ...edit }));
    const text = applyEdits(TEXT, edits);
    const { configurations } = parse(text, undefined, { allowTrailingComma: true });
    const before = name === 'Two' ? { 'a/*': '/b/*' } : {};
    const changed = configurations.find((one: { name: string }) => one.name === name);
    expect(changed.sourceMapPathOverrides).toEqual({ ...before, '/build/*': '/home/me/*' });
    expect(text).toContain('// Mine.');
    expect(text).toContain('// the second');
  });

  it('is left alone when it has no such configuration', () => {
    expect(overrideEdits(TEXT, 'Three', 'a', 'b')).toBeUndefined();
  });
});
