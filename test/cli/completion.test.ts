import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { CLI, tandem } from './support/cli.ts';
import { serving } from './support/serving.ts';

const words = async (...before: string[]): Promise<string[]> => {
  const word = before.pop()!;
  const { stdout } = await tandem(['completion', `--word=${word}`, '--', ...before]);
  return stdout.split('\n').flatMap((line) => line.split('\t')[0] || []);
};

describe('completion', () => {
  it.each([
    [['st'], ['start', 'step', 'stack']],
    [['help', 'wind'], ['windows']],
    [['debug', '--exc'], ['--exceptions']],
    [
      ['debug', '--exceptions', ''],
      ['all', 'uncaught', 'none'],
    ],
    [['debug', '--exceptions=un'], ['--exceptions=uncaught']],
    [['debug', '--exceptions', 'all', '--ex'], []],
    [['debug', '--break', 'a:1', '--bre'], ['--break']],
    [['debug', '-b', ''], ['#files']],
    [['debug', ''], ['#files']],
    [['debug', 'app.js', '--ex'], ['#files']],
    [['debug', '-m', 'pytest', '--ex'], ['#files']],
    [['start', '--cwd', ''], ['#directories']],
    [['wait', 't1', '--un'], ['--until']],
    [['wait', '--until', 's'], ['stopped']],
    [['run-to', '--', '--un'], ['#files']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', 'powershell'],
    ],
    [['nonsense', ''], []],
  ])('of %j is %j', async (before, expected) => {
    expect(await words(...before)).toEqual(expected);
  });

  it('knows the tasks and the servers that there are', async () => {
    const server = await serving(files({ 'endless.js': 'setInterval(() => {}, 1000);' }));
    await server.run('start', '--no-wait', 'endless.js');
    expect((await server.run('completion', '--word=', '--', 'cancel')).stdout).toBe(
      't1\trunning  endless.js\n',
    );
    await server.run('cancel');
    await server.run('start', '--no-wait', 'endless.js');
    for (const [command, ids] of [
      ['continue', /^t2\t.*\n$/],
      ['resume', /^t1\t.*\n$/],
      ['output', /^t2\t.*\nt1\t.*\n$/],
    ] as const)
      expect((await server.run('completion', '--word=', '--', command, '--task')).stdout).toMatch(ids);
    expect((await server.run('completion', '--word=t', '--', 'next', '--task')).stdout).toMatch(/^t2\t/);
    expect((await server.run('completion', '--word=', '--', 'tasks', '-w')).stdout).toMatch(
      new RegExp(`^${server.pid}\\tserver `),
    );
  });

  it('refuses a shell that it does not know', async () => {
    expect(await tandem(['completion', 'tcsh'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('must be one of bash, zsh, fish, powershell'),
    });
  });
});

const hasBash = spawnSync('bash', ['--version']).status === 0;

describe.runIf(hasBash)('in bash', () => {
  it('completes commands, options, values behind "=", files and directories', async () => {
    const cwd = files({ 'server.js': '', 'src/a.js': '' });
    const { stdout: script } = await tandem(['completion', 'bash']);
    const test = join(cwd, 'test.sh');
    writeFileSync(
      test,
      `tandem() { "${process.execPath}" "${CLI}" "$@"; }
${script}
for COMP_LINE; do
  COMP_POINT=\${#COMP_LINE} COMPREPLY=()
  _tandem
  printf '%s\\n' "\${COMPREPLY[*]}"
done
`,
    );
    const lines = [
      'tandem wi',
      'tandem debug --exceptions=',
      'tandem debug s',
      'tandem serve --folder s',
      'tandem next --no',
    ];
    const { stdout, stderr } = spawnSync('bash', [test, ...lines], { cwd, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n')).toEqual([
      'windows',
      'all uncaught none',
      expect.stringMatching(/^(server\.js src|src server\.js)$/),
      'src',
      '--no-wait',
    ]);
  });
});
