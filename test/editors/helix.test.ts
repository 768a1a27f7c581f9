import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { interpreters } from '../python/interpreters.ts';
import { files } from '../support/fixtures.ts';
import { documented, hasHelix, notRun, withTandem } from './found.ts';

const run = promisify(execFile);

/** How long Helix may take to show something, in milliseconds. */
const LIMIT_MS = 20_000;

/** Helix on a file, in a terminal that somebody looks at. */
class Helix {
  readonly #socket = `tandem-${randomUUID()}`;

  constructor(file: string, home: string) {
    const env = {
      ...withTandem(),
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: join(home, 'cache'),
      TERM: 'xterm-256color',
    };
    onTestFinished(() => void execFileSync('tmux', ['-L', this.#socket, 'kill-server']));
    execFileSync('tmux', ['-L', this.#socket, 'new-session', '-d', '-x', '100', '-y', '30', 'hx', file], {
      env,
    });
  }

  async press(...keys: string[]): Promise<void> {
    await run('tmux', ['-L', this.#socket, 'send-keys', ...keys]);
  }

  /** Resolves with the screen when it shows all of that. */
  shows(...texts: (string | RegExp)[]): Promise<string> {
    return vi.waitFor(
      async () => {
        const { stdout } = await run('tmux', ['-L', this.#socket, 'capture-pane', '-p']);
        for (const text of texts) expect(stdout).toMatch(text);
        return stdout;
      },
      { timeout: LIMIT_MS, interval: 100 },
    );
  }
}

const ADD_JS = 'function add(a, b) {\n  const sum = a + b;\n  return sum;\n}\nconsole.log(add(1, 2));\n';
const ADD_PY = 'def add(a, b):\n    sum = a + b\n    return sum\n\nprint(add(1, 2))\n';

if (!hasHelix) notRun('Helix', 'install hx and tmux');

describe.skipIf(!hasHelix)('Helix', { timeout: 90_000 }, () => {
  it.each([
    { language: 'javascript', file: 'add.js', source: ADD_JS, variable: /a: number = 1/ },
    ...(interpreters.length > 0
      ? [{ language: 'python', file: 'add.py', source: ADD_PY, variable: /a: int = 1/ }]
      : []),
  ])('debugs $language, configured as documented', async ({ language, file, source, variable }) => {
    const configuration = documented('toml').replace('name = "javascript"', `name = "${language}"`);
    const home = files({ 'helix/languages.toml': configuration, [file]: source });
    const helix = new Helix(join(home, file), home);
    await helix.shows(file, 'NOR');
    await helix.press('j', 'Space', 'G', 'b', 'Escape');
    await helix.shows(/[●◯⊚].*2 /);
    await helix.press(`:debug-start launch ${join(home, file)}`, 'Enter');
    await helix.shows(/▶ +2 /, 'stopped because of breakpoint');
    await helix.press('Space', 'G', 'v');
    await helix.shows(variable);
    await helix.press('Escape');
    await helix.press('Escape');
    await helix.press('Space', 'G', 'n', 'Escape');
    await helix.shows('stopped because of step', / 3:/);
    await helix.press('Space', 'G', 'c', 'Escape');
    await helix.shows('Terminated debugging session');
  });
});
