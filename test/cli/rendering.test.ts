import { describe, expect, it } from 'vitest';
import { highlight } from '../../automation/cli/render/highlight.ts';
import { renderWindow } from '../../automation/cli/render/source-window.ts';
import { type Paint, plain } from '../../automation/cli/render/style.ts';
import { renderTable } from '../../automation/cli/render/table.ts';
import { parseConditionalLocation, parseLocation } from '../../automation/session/location.ts';
import { windowAround } from '../../automation/session/source-lines.ts';
import { stateDirectory } from '../../automation/state-directory.ts';

const marked: Paint = (look, text) => `<${look} ${text}>`;

describe('a place to break', () => {
  it.each([
    ['app.js:12', { file: 'app.js', line: 12, condition: undefined }],
    ['12', { file: undefined, line: 12, condition: undefined }],
    ['C:\\src\\app.js:12', { file: 'C:\\src\\app.js', line: 12, condition: undefined }],
    ['a b/app.js:7:x > 1', { file: 'a b/app.js', line: 7, condition: 'x > 1' }],
    ["app.js:7:name === 'a:1'", { file: 'app.js', line: 7, condition: "name === 'a:1'" }],
    ['app.js:7:', { file: 'app.js', line: 7, condition: undefined }],
    ['app.js', undefined],
    ['app.js:0', undefined],
    ['app.js:-1', undefined],
    ['', undefined],
  ])('%j', (text, location) => {
    expect(parseConditionalLocation(text)).toEqual(location);
  });

  it('takes a condition only where there may be one', () => {
    expect(parseLocation('app.js:7')).toEqual({ file: 'app.js', line: 7, condition: undefined });
    expect(parseLocation('app.js:7:x')).toBeUndefined();
  });
});

describe('a window on the source', () => {
  const lines = ['one();', '\ttwo(three);', '', 'four();'];

  it('marks the line and the column', () => {
    expect(renderWindow(windowAround(lines, 2, 6, 1), { paint: plain, width: 80 })).toEqual([
      '   1  one();',
      ' ▶ 2    two(three);',
      '            ^',
      '   3',
    ]);
  });

  it('shows the part of a long line where the program stands', () => {
    const long = `${'a'.repeat(300)}HERE${'b'.repeat(300)}`;
    const [line, caret] = renderWindow(windowAround([long], 1, 301, 0), { paint: plain, width: 60 });
    expect(line!.length).toBeLessThanOrEqual(60);
    expect(line!.slice(caret!.indexOf('^'))).toMatch(/^HERE/);
  });

  it('lets no control character through', () => {
    const [line] = renderWindow(windowAround(['x = "\u001b[2J"'], 1, 1, 0), { paint: plain, width: 80 });
    expect(line).toBe(' ▶ 1  x = "�[2J"');
  });
});

describe('source', () => {
  it('is coloured by the language of its file', () => {
    const line = 'if x: return "#" + \'y\'  # // done';
    expect(highlight(line, marked, 'app.py')).toBe(
      '<keyword if> x: <keyword return> <string "#"> + <string \'y\'>  <comment # // done>',
    );
    expect(highlight('s = """it\'s', marked, 'app.py')).toBe('s = <string """it\'s>');
    expect(highlight(line, marked, 'app.js')).toContain('<comment // done>');
  });
});

describe('a table', () => {
  it('keeps its rows, whatever others have called things', () => {
    const rows = ['a\nb', 'evil\r\u001b[2Jgone', 'good'].map((text) => [{ text }, { text: 'end' }]);
    const lines = renderTable(rows, { paint: plain } as never).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });
});

describe('highlighting', () => {
  it.each([
    ['const a = 1; // b', '<keyword const> a = <number 1>; <comment // b>'],
    ["f('it\\'s', `new`)", "f(<string 'it\\'s'>, <string `new`>)"],
    [' * of a comment', '<comment  * of a comment>'],
    ['a.of(x1, news)', 'a.of(x1, news)'],
  ])('%s', (line, expected) => {
    expect(highlight(line, marked)).toBe(expected);
  });
});

it('keeps its state where each system wants it', () => {
  expect(stateDirectory({ XDG_STATE_HOME: '/state' }, 'linux')).toMatch(/^.state.tandem$/);
  expect(stateDirectory({}, 'darwin')).toMatch(/\.local.state.tandem$/);
  expect(stateDirectory({ LOCALAPPDATA: 'C:\\Local' }, 'win32')).toMatch(/^C:\\Local.tandem$/);
});
