import * as vscode from 'vscode';
import { workspace } from '../program.ts';
import { keepTidy } from '../sessions.ts';
import { Outsider } from './outsider.ts';
import { publication } from './publication.ts';

/** For a `describe`: somebody outside who drives this window, gone after the test. */
export function visits(): (
  name?: string,
  where?: { cwd: string; env?: NodeJS.ProcessEnv },
) => Promise<Outsider> {
  const outsiders: Outsider[] = [];
  before(async () => {
    await vscode.extensions.getExtension('tandem.tandem-debug')!.activate();
    await publication();
  });
  keepTidy();
  afterEach(() => Promise.all(outsiders.splice(0).map((outsider) => outsider.leave())));
  return async (name, where = { cwd: workspace }) => {
    const outsider = await Outsider.start(where, name);
    outsiders.push(outsider);
    return outsider;
  };
}
