import { describe, expect, it } from 'vitest';
import { interpreters } from '../python/interpreters.ts';
import { files } from '../support/fixtures.ts';
import { MANY_COMMANDS_MS, tandem } from './support/cli.ts';
import { serving } from './support/serving.ts';

const APP = `import sys

def total(prices, rate):
    result = 0
    for price in prices:
        result += price * rate
    return result

password = "hunter2"
print("sum", total([1, 2], 3))
sys.exit(4)
`;

/** One is enough: what is above the engine does not know which it is. */
const python = interpreters.at(-1);

describe.skipIf(!python)('a Python program at the terminal', { timeout: MANY_COMMANDS_MS }, () => {
  const runtime = ['--runtime', python?.path ?? ''];

  it('is debugged as others are, with its variables', async () => {
    const home = files({ 'app.py': APP });
    const args = ['debug', '--break', '6:price > 1', ...runtime, 'app.py'];
    const { code, stdout, stderr } = await tandem(args, { cwd: home });
    expect({ code, stdout }).toEqual({ code: 4, stdout: 'sum 9\n' });
    expect(stderr).toContain('● Breakpoint 1  in total  app.py:6');
    expect(stderr).toMatch(/ ▶ +6 {10}result \+= price \* rate/);
    expect(stderr).toMatch(/stack {3}total {5}app\.py:6\n +<module> +app\.py:10/);
    expect(stderr).toMatch(/locals {2}prices +\[1, 2\]\n +rate +3\n +result +3\n +price +2/);
    expect(stderr).not.toContain('special variables');
  });

  it('may be a module, with its arguments, or the command line of an interpreter', async () => {
    const home = files({
      'app.py': APP,
      'sub/__init__.py': '',
      'sub/__main__.py': 'import sys\nprint(sys.argv[1:])\n',
    });
    const place = 'sub/__main__.py:2';
    const of = (...args: string[]) => tandem(['debug', '--break', place, ...args], { cwd: home });
    for (const run of [
      await of(...runtime, '-m', 'sub', '--break', 'x'),
      await of(python!.path, '-X', 'dev', '-m', 'sub', '--break', 'x'),
    ]) {
      expect(run).toMatchObject({ code: 0, stdout: "['--break', 'x']\n" });
      expect(run.stderr).toContain('● Breakpoint 1  in <module>  sub/__main__.py:2');
    }
    const missing = await of(...runtime, '--break', '3', '-m', 'sub');
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('Which file of "sub"') });
  });

  it('that does not parse is shown where it does not', async () => {
    const home = files({ 'app.py': 'import broken\n', 'broken.py': 'x = 1\ndef f(:\n', 'bad.py': 'x = (\n' });
    const imported = await tandem(['debug', ...runtime, 'app.py'], { cwd: home });
    expect(imported.stderr).toMatch(
      /● Does not parse {2}broken\.py:2\n {2}SyntaxError: .*\n\n +1 {2}x = 1\n ▶ 2 {2}def f\(:/,
    );
    const itself = await tandem(['debug', ...runtime, 'bad.py'], { cwd: home });
    expect(itself).toMatchObject({ code: 1, stderr: expect.stringMatching(/File ".*bad\.py", line \d/) });
  });

  it('that cannot be run is told in a sentence', async () => {
    const home = files({ 'app.py': APP, '.venv/pyvenv.cfg': 'home = /gone/bin\n' });
    const env = { VIRTUAL_ENV: '' };
    const broken = await tandem(['debug', 'app.py'], { cwd: home, env });
    expect(broken).toMatchObject({ code: 125, stderr: expect.stringContaining('has lost its interpreter') });
    const doctor = await tandem(['doctor'], { cwd: home, env });
    expect(doctor.stdout).toMatch(
      /✗ Python for programs +The virtual environment ".*" has lost its interpreter/,
    );
    const missing = await tandem(['debug', '--runtime', 'python3.99', 'app.py'], { cwd: home });
    expect(missing).toMatchObject({ code: 125, stderr: expect.stringContaining('"python3.99"') });
  });

  it('is driven in a server, command by command', async () => {
    const home = files({ 'app.py': APP });
    const server = await serving(home);
    const started = await server.run('start', '--break', 'app.py:6', ...runtime, 'app.py');
    expect(started.stdout).toMatch(/Breakpoint 1 {2}in total {2}app\.py:6/);
    const run = async (...args: string[]) => (await server.run(...args)).stdout;
    expect(await run('vars')).toMatch(/prices +\[1, 2\]/);
    expect(await run('eval', 'price * rate')).toMatch(/\b3\b/);
    expect(await run('eval', 'result = 10')).not.toContain('Error');
    expect(await run('stack')).toMatch(/<module> +app\.py:10/);
    expect(await run('next')).toMatch(/app\.py:5[\s\S]*changed +result +0 → 13/);
    expect(await run('break', 'app.py', '--text', 'return result')).toMatch(/app\.py:7/);
    expect(await run('run-to', 'app.py', '--text', 'result += price')).toMatch(/app\.py:6/);
    expect(await run('vars', '--frame', '1')).toMatch(/password +'hunter2'/);
    expect(await run('continue')).toMatch(/app\.py:/);
    await run('break', '--remove', 'all');
    await run('continue');
    expect(await run('wait', '--until', 'ended')).toMatch(/4/);
    expect(await run('output')).toContain('sum ');
    expect(await run('tasks')).toMatch(/app\.py/);
    expect(await run('resume')).toMatch(/in total {2}app\.py:6/);
  });
});
