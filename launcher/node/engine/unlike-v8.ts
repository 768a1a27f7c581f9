import { errors } from '../../../protocol/errors.ts';

/** What other runtimes can do: V8 moves no call to another line, and its scripts are sources. */
export const unlikeV8 = {
  gotoTargets: () => ({ targets: [] }),
  goto: () => {
    throw errors.commandUnknown('goto');
  },
  modules: () => ({ modules: [] }),
};
