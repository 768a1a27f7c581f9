import { findProcess } from '../../processes/processes.ts';
import { isPython } from '../../processes/python-processes.ts';
import type { Starter } from '../../run/start.ts';
import type { AttachConfiguration } from '../configuration.ts';
import { joinProcess } from './join-process.ts';
import { joinPython } from './join-python.ts';

/** Joins a process that was not started to be debugged, in the way of what it runs in. */
export const joinRunning =
  (configuration: AttachConfiguration): Starter =>
  async (context) => {
    const info = await findProcess(Number(configuration.processId));
    return info && isPython(info)
      ? joinPython(configuration, info)(context)
      : joinProcess(configuration)(context);
  };
