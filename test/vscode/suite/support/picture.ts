import { join } from 'node:path';
import { stage } from '../../host/stage.ts';
import { repository } from './program.ts';

/** For `afterEach`: what the window looked like when a test had failed. */
export async function pictureOfFailure(this: Mocha.Context): Promise<void> {
  const { currentTest } = this;
  if (!stage.available || currentTest?.state !== 'failed') return;
  const name = currentTest.fullTitle().replaceAll(/\W+/g, '-');
  await stage.screenshot(join(repository, 'dist-test/vscode/artifacts', `${name}.png`));
}
