import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { jsonEvents, tandem } from './support/cli.ts';

describe('tandem', () => {
  it('shows its version, and help', async () => {
    expect(await tandem(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    for (const args of [['--help'], ['-h'], ['help']]) {
      expect(await tandem(args)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('tandem COMMAND'),
      });
    }
    for (const args of [
      ['debug', '--help'],
      ['debug', '-h'],
      ['help', 'debug'],
    ]) {
      expect(await tandem(args)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('--break FILE:LINE'),
      });
    }
  });

  it.each([
    [[], /Usage: tandem COMMAND/],
    [['dbug'], /no command "dbug"\. Did you mean "debug"\?/],
    [['frobnicate'], /no command "frobnicate"\. See "tandem --help"\./],
    [['debug'], /No program is named/],
    [['debug', '--brake', 'a:1', 'x.js'], /no option --brake\. Did you mean --break\?/],
    [['debug', '-x', 'x.js'], /no option -x\./],
    [['debug', '--break'], /--break/],
    [['debug', '--break', 'app.js', 'x.js'], /"app\.js" does not say where to break\. Write FILE:LINE/],
    [['debug', '--break', 'app.js:0', 'x.js'], /"app\.js:0" does not say where to break/],
    [['debug', '--exceptions', 'some', 'x.js'], /must be one of all, uncaught, none, but is "some"/],
    [['debug', '--env', 'NAME', 'x.js'], /--env must be NAME=VALUE, but is "NAME"/],
    [['debug', '--batch=yes', 'x.js'], /--batch/],
    [['debug', '--break', '3', 'node'], /Which file of "node" a breakpoint is in has to be said/],
    [['exec', '--listen', 'carrier-pigeon', 'node'], /--listen: "carrier-pigeon" is/],
    [
      ['exec', '--listen', 'tcp:0.0.0.0:9229', 'node'],
      /"0\.0\.0\.0" is not a loopback.*--allow-non-loopback/,
    ],
    [['exec', '--listen', 'ws://[::]:9229/', 'node'], /"::" is not a loopback.*--allow-non-loopback/],
    [['attach', '4711', '--brake', 'a:1'], /no option --brake\. Did you mean --break\?/],
    [['attach', '4711', '4712', '--batch'], /"4712" is one argument too many/],
    [['attach', '--', '4711', '--batch'], /"--batch" is one argument too many/],
  ])('refuses %j with exit code 2', async (args, message) => {
    const run = await tandem(args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
  });

  it('takes options behind what they are for, unless that is a program with options of its own', async () => {
    const attach = await tandem(['attach', 'nowhere', '--json']);
    expect(attach).toMatchObject({ code: 2, stderr: '' });
    expect(jsonEvents(attach)).toEqual([
      expect.objectContaining({ event: 'error', code: 'cli.usage', exitCode: 2 }),
    ]);
    const cwd = files({ 'echo.js': 'console.log(...process.argv.slice(2));' });
    const debug = await tandem(['debug', 'echo.js', '--json', '--help'], { cwd });
    expect(debug).toMatchObject({ code: 0, stdout: '--json --help\n' });
  });

  it.each([
    [['nowhere.js'], /"[^"]*nowhere\.js" does not exist/],
    [['empty'], /is a directory/],
    [['--cwd', 'gone', 'ok.js'], /working directory .*gone" does not exist/],
    [['--in-process', '--cwd', 'gone', 'ok.js'], /working directory .*gone" does not exist/],
    [['--runtime', 'no-such-runtime', 'ok.js'], /runtime "no-such-runtime" was not found/],
    [['--in-process', '--runtime', 'node', 'ok.js'], /cannot honour "runtimeExecutable"/],
    [['--runtime-arg=--no-such-option', 'ok.js'], /no-such-option/],
  ])('cannot start %j, says why, and exits with 125', async (args, message) => {
    const cwd = files({ 'ok.js': '', 'empty/readme.txt': '' });
    const run = await tandem(['debug', ...args], { cwd });
    expect(run).toMatchObject({ code: 125, stdout: '' });
    expect(run.stderr).toMatch(message);
  });

  it('cannot start with an environment file that does not exist', async () => {
    const run = await tandem(['debug', '--env-file', 'gone.env', 'ok.js'], { cwd: files({ 'ok.js': '' }) });
    // Node looks for this option in all of its command line, and is the first to complain, with its own exit code.
    expect(run).toMatchObject({
      code: 9,
      stdout: '',
      stderr: expect.stringContaining('gone.env: not found'),
    });
  });

  it('leaves a syntax error to Node, which says it best', async () => {
    const run = await tandem(['debug', 'bad.js'], { cwd: files({ 'bad.js': 'const = 1;\n' }) });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('SyntaxError') });
  });
});
