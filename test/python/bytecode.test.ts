import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launcherDirectory } from '../support/standalone.ts';
import { interpreters } from './interpreters.ts';
import { Script } from './support.ts';

describe.each(interpreters)('$name, told to keep no bytecode', (python) => {
  it('keeps that of the launcher, whose start would be slow without, and none of the program', async () => {
    const script = await Script.start(python, {
      source: 'import beside\nbeside.call()  # here\n',
      others: { 'beside.py': 'def call():\n    pass\n' },
      stops: { here: {} },
      env: { PYTHONDONTWRITEBYTECODE: '1' },
    });
    await script.stop();
    await script.locals();
    const engine = join(launcherDirectory, '../python/tandem_launcher/engine/__pycache__');
    const tag = `cpython-${python.version.join('')}.pyc`;
    expect(readdirSync(engine)).toEqual(expect.arrayContaining([`engine.${tag}`, `stack.${tag}`]));
    expect(existsSync(join(dirname(script.path), '__pycache__'))).toBe(false);
    await script.debuggee.continue();
    await script.end();
  });
});
