import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, lineOf } from '../support/fixtures.ts';
import { connect, expectEnd, launch, launchArguments, run, type Settings } from '../support/session.ts';

const APP = "const seen = process.argv[2]; // here\nconsole.log('app', seen);\n";

/** Launches with a breakpoint in a file, and says where it has stopped. */
async function stopIn(file: string, settings: Settings) {
  const { client, launched } = await launch(settings);
  const source = { path: file };
  await client.request('setBreakpoints', { source, breakpoints: [{ line: lineOf(file, 'here') }] });
  await client.request('configurationDone', {});
  await launched;
  const { threadId } = await client.waitFor('stopped');
  const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
  expect(stackFrames[0]).toMatchObject({ line: lineOf(file, 'here'), source: { path: file } });
  await client.request('continue', { threadId: threadId! });
  return client;
}

function script(lines: string): { directory: string; run: string } {
  const directory = files({ 'app.js': APP, run: `#!/bin/sh\n${lines}\n` });
  chmodSync(join(directory, 'run'), 0o755);
  return { directory, run: join(directory, 'run') };
}

describe('what runs a program', () => {
  it('needs no program: npm run', async () => {
    const directory = files({
      'app.js': APP,
      'package.json': JSON.stringify({ scripts: { start: 'node app.js an-argument' } }),
    });
    const client = await stopIn(join(directory, 'app.js'), {
      runtimeExecutable: 'npm',
      runtimeArgs: ['run', 'start'],
      cwd: directory,
    });
    await expectEnd(client, 0);
    expect(client.output('stdout')).toContain('app an-argument\n');
  });

  it('may be a script that runs one program after the other', async () => {
    const { directory, run: runtimeExecutable } = script('node -e 0\nnode app.js "$1"\nexit 5');
    const client = await stopIn(join(directory, 'app.js'), {
      runtimeExecutable,
      args: ['x'],
      cwd: directory,
    });
    await expectEnd(client, 5);
  });

  it('is told of what comes between it and the debugger', async () => {
    const { directory, run: runtimeExecutable } = script('NODE_OPTIONS=--no-warnings node app.js');
    const client = await connect();
    await expect(
      client.request('launch', launchArguments({ runtimeExecutable, cwd: directory })),
    ).rejects.toMatchObject({
      code: 'launch.neverConnected',
      message: expect.stringMatching(/ran and ended \(.*\).*NODE_OPTIONS="… \$NODE_OPTIONS"/),
    });
    expect(client.output('stdout')).toBe('app undefined\n');
  });

  it('is told of a script of npm that replaces NODE_OPTIONS, by its command', async () => {
    const scripts = {
      replaces: 'NODE_OPTIONS=--no-warnings node app.js',
      adds: 'NODE_OPTIONS="--no-warnings $NODE_OPTIONS" node app.js',
    };
    const directory = files({ 'app.js': APP, 'package.json': JSON.stringify({ scripts }) });
    const said = async (name: string): Promise<string> => {
      const client = await run({ runtimeExecutable: 'npm', runtimeArgs: ['run', name], cwd: directory });
      await client.waitFor('terminated');
      return client.output('important');
    };
    expect(await said('replaces')).toMatch(
      /`NODE_OPTIONS=--no-warnings node app\.js` gives Node\.js NODE_OPTIONS/,
    );
    expect(await said('adds')).toBe('');
  });

  it('has to be named', async () => {
    const client = await connect();
    const launched = client.request('launch', launchArguments({ inProcess: true, runtimeArgs: ['--test'] }));
    await expect(launched).rejects.toMatchObject({ code: 'launch.programUnset' });
  });
});
