import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { tandem } from './support/cli.ts';
import { counterDirectory } from './support/programs.ts';

describe.each([
  ['external', []],
  ['in-process', ['--in-process']],
] as const)('tandem debug without a terminal, %s', (_name, mode) => {
  it('tells each stop on stderr, and leaves stdout to the program', async () => {
    const cwd = counterDirectory();
    const run = await tandem(['debug', ...mode, '--break', 'counter.js:3', 'counter.js'], { cwd });
    expect(run).toMatchObject({ code: 0, stdout: 'sum 1\nsum 3\nsum 6\n' });
    expect(run.stderr.match(/● Breakpoint 1 {2}in add {2}counter\.js:3/g)).toHaveLength(3);
    expect(run.stderr).toContain(' ▶ 3    total.sum += value; // add\n');
    expect(run.stderr).toMatch(/stack {3}add +counter\.js:3\n +\(anonymous\) +counter\.js:7\n/);
    expect(run.stderr).toMatch(/locals +value {2}1\n/);
    expect(run.stderr).toMatch(/● Exited with code 0\n$/);
  });

  it('stops only where a condition holds', async () => {
    const cwd = counterDirectory();
    const run = await tandem(['debug', ...mode, '--break', '3:value === 2', 'counter.js'], { cwd });
    expect(run.stderr.match(/● Breakpoint/g)).toHaveLength(1);
    expect(run.stderr).toMatch(/locals +value {2}2\n/);
  });

  it('gives the program its arguments, also those that look like ours, and exits as it does', async () => {
    const cwd = files({
      'args.js': 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;',
    });
    const run = await tandem(['debug', ...mode, 'args.js', '--json', '-b', '1', '--', 'x'], { cwd });
    expect(run).toMatchObject({ code: 7, stdout: '["--json","-b","1","--","x"]\n' });
    expect(run.stderr).toMatch(/^"--json", "-b" after PROGRAM are the program's; .* put them before/);
    const meant = await tandem(['debug', ...mode, '--', 'args.js', '--json', '--break=3'], { cwd });
    expect(meant).toMatchObject({ code: 7, stdout: '["--json","--break=3"]\n' });
    expect(meant.stderr).not.toContain('PROGRAM');
  });

  it('gives the program its input, and the end of it', async () => {
    const cwd = files({
      'upper.js': `let all = '';
        process.stdin.setEncoding('utf8').on('data', (text) => { all += text; });
        process.stdin.on('end', () => console.log(all.toUpperCase()));`,
    });
    expect(await tandem(['debug', ...mode, 'upper.js'], { cwd, input: 'größe\nzwei' })).toMatchObject({
      code: 0,
      stdout: 'GRÖSSE\nZWEI\n',
    });
  });

  it('stops at an uncaught exception, and says what was thrown', async () => {
    const cwd = files({
      'boom.js': "function boom(x) {\n  throw new TypeError('no ' + x);\n}\nboom('way');\n",
    });
    const run = await tandem(['debug', ...mode, 'boom.js'], { cwd });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('● Uncaught exception  in boom  boom.js:2\n  TypeError: no way\n');
    // In a worker Node itself catches what the program does not, and by then the variables are gone.
    if (mode.length === 0) expect(run.stderr).toMatch(/locals +x {2}'way'\n/);
    const without = await tandem(['debug', ...mode, '--exceptions', 'none', 'boom.js'], { cwd });
    expect(without.code).toBe(1);
    expect(without.stderr).not.toContain('● Uncaught');
  });

  it('runs elsewhere, with another environment, and reads its paths from here', async () => {
    const cwd = files({
      'sub/keep.txt': '',
      'env.js': "console.log(process.cwd().endsWith('sub'), process.env.ONE, process.env.TWO);",
      '.env': 'TWO=from file\n',
    });
    const where = ['--cwd', 'sub', '--env', 'ONE=1=1', '--env-file', '.env'];
    const run = await tandem(['debug', ...mode, ...where, 'env.js'], { cwd });
    expect(run).toMatchObject({ code: 0, stdout: 'true 1=1 from file\n' });
  });

  it('only runs it with --no-debug', async () => {
    const cwd = counterDirectory();
    const run = await tandem(['debug', ...mode, '--no-debug', '--break', '3', 'counter.js', '5'], { cwd });
    expect(run).toMatchObject({ code: 5, stdout: 'sum 1\nsum 3\nsum 6\n' });
    expect(run.stderr).not.toContain('▶');
  });

  it('says why a breakpoint was never reached', async () => {
    const cwd = counterDirectory();
    const run = await tandem(
      ['debug', ...mode, '--break', 'other.js:1', '--break', '3:value ===', 'counter.js'],
      { cwd },
    );
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(
      /● Breakpoint \d at other\.js:1: The file .*other\.js does not exist, and no source map [^\n]* names it\.\n/,
    );
    expect(run.stderr).toMatch(/● Breakpoint \d at counter\.js:3 if value ===: .+\n/);
  });

  it('measures the first stop', async () => {
    const cwd = counterDirectory();
    await tandem(['debug', ...mode, '--timing', 'timing.json', '--break', '3', 'counter.js'], { cwd });
    expect(JSON.parse(readFileSync(join(cwd, 'timing.json'), 'utf8'))).toEqual({
      firstStop: expect.any(Number),
      inspection: expect.any(Number),
      step: expect.any(Number),
    });
  });
});

it('colours when it is forced to, and stays plain in a pipe', async () => {
  const cwd = counterDirectory();
  const args = ['debug', '--break', '3', 'counter.js'];
  const coloured = await tandem(args, { cwd, env: { NO_COLOR: '', FORCE_COLOR: '1' } });
  expect(coloured.stderr).toContain('\u001b[36mcounter.js:3\u001b[39m');
  expect((await tandem(args, { cwd, env: { NO_COLOR: '' } })).stderr).not.toContain('\u001b');
});

describe('a command that runs programs', () => {
  const scripts = {
    'package.json': '{"name": "shop", "scripts": {"go": "node app.js"}}',
    'app.js': "const who = process.argv[2];\nconsole.log('hello', who);\nprocess.exitCode = 3;\n",
  };

  it('is debugged by the programs that it runs', async () => {
    const cwd = files(scripts);
    const run = await tandem(['debug', '-b', 'app.js:2', '--', 'npm', 'run', '--silent', 'go', 'Ada'], {
      cwd,
    });
    expect(run).toMatchObject({ code: 3, stdout: 'hello Ada\n' });
    expect(run.stderr).toContain("locals  who  'Ada'\n");
  });

  it('is no file here of that name', async () => {
    const cwd = files({ ...scripts, 'npm.js': 'console.log("mine");' });
    expect(await tandem(['debug', 'npm'], { cwd })).toMatchObject({ code: 0, stdout: 'mine\n' });
  });
});
