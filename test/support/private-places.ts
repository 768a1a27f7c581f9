import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';

/** Places of this test's own where processes find each other; what is published elsewhere is not seen from it. */
export function privatePlaces(): { readonly home: string; readonly directory: string } {
  const home = mkdtempSync(join(tmpdir(), 'tandem-fixture-'));
  vi.stubEnv('XDG_RUNTIME_DIR', join(home, 'run'));
  vi.stubEnv(process.platform === 'win32' ? 'TEMP' : 'TMPDIR', join(home, 'tmp'));
  mkdirSync(join(home, 'run'), { mode: 0o700 });
  mkdirSync(join(home, 'tmp'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true, force: true });
  });
  return { home, directory: join(home, 'run/tandem') };
}
