import { resolve } from 'node:path';
import { errors } from '../../protocol/errors.ts';
import { real } from '../util/disk.ts';
import type { LaunchConfiguration, SettingName } from './configuration.ts';

export interface Limit {
  readonly setting: SettingName;
  readonly asked: (configuration: LaunchConfiguration) => boolean;
  readonly why: string;
}

const IN_TERMINAL: Limit = {
  setting: 'console',
  asked: ({ console }) => console !== 'internalConsole',
  why: 'the program is no process that a terminal could run',
};

const RUNTIME: Limit = {
  setting: 'runtimeExecutable',
  asked: ({ runtimeExecutable }) => Boolean(runtimeExecutable),
  why: "the program runs in the debugger's own runtime",
};

/** What a program that shares the debugger's own process cannot have. */
export const NODE_LIMITS: readonly Limit[] = [
  {
    setting: 'cwd',
    asked: ({ cwd }) => cwd !== undefined && real(resolve(cwd)) !== real(process.cwd()),
    why: "the program shares the debugger's process and so its working directory",
  },
  RUNTIME,
  IN_TERMINAL,
];

const BROUGHT_ALONG = 'the program runs in a Python that the debugger brings along';

/** The same for Python, which has a working directory of its own, but is none of those that are installed. */
export const PYTHON_LIMITS: readonly Limit[] = [
  RUNTIME,
  { setting: 'python', asked: ({ python }) => Boolean(python), why: BROUGHT_ALONG },
  { setting: 'pythonPath', asked: ({ pythonPath }) => Boolean(pythonPath), why: BROUGHT_ALONG },
  { setting: 'pythonArgs', asked: ({ pythonArgs }) => pythonArgs.length > 0, why: BROUGHT_ALONG },
  { setting: 'runtimeArgs', asked: ({ runtimeArgs }) => runtimeArgs.length > 0, why: BROUGHT_ALONG },
  {
    setting: 'resourceLimits',
    asked: ({ resourceLimits }) => resourceLimits !== undefined,
    why: "they are those of JavaScript's memory",
  },
  IN_TERMINAL,
];

/** Fails before anything is started when the configuration asks for what in-process cannot honour. */
export function checkInProcess(configuration: LaunchConfiguration, limits: readonly Limit[]): void {
  const limit = limits.find(({ asked }) => asked(configuration));
  if (limit) throw errors.inProcessSetting(limit.setting, limit.why);
}
