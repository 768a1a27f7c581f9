import { TandemError } from '../../protocol/errors.ts';
import { planLaunch } from './plan.ts';

/** Whether a launch can be in-process, whatever it is otherwise. The configuration is complete, `inProcess` included. */
export const fitsInProcess = (inProcess: object): Promise<boolean> =>
  'pipe' in inProcess
    ? Promise.resolve(false)
    : planLaunch(inProcess).then(
        () => true,
        () => false,
      );

/**
 * Why a launch cannot be in-process, in one sentence; undefined where it can, and where it could not be otherwise either:
 * then what is wrong with it is told when it starts. Both are complete, and differ in `inProcess`.
 */
export async function whyNotInProcess(inProcess: object, external: object): Promise<string | undefined> {
  if ('pipe' in inProcess) return 'What runs where a command leads cannot run in the editor.';
  try {
    await planLaunch(inProcess);
    return undefined;
  } catch (reason) {
    return planLaunch(external).then(
      () => TandemError.from(reason).message,
      () => undefined,
    );
  }
}
