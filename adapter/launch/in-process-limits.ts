import { resolve } from 'node:path';
import { errors } from '../../protocol/errors.ts';
import type { LaunchConfiguration, SettingName } from './configuration.ts';
import { real } from './files.ts';

interface Limit {
  readonly setting: SettingName;
  readonly asked: (configuration: LaunchConfiguration) => boolean;
  readonly why: string;
}

/** What a program that shares the debugger's own process cannot have. */
const LIMITS: readonly Limit[] = [
  {
    setting: 'cwd',
    asked: ({ cwd }) => cwd !== undefined && real(resolve(cwd)) !== real(process.cwd()),
    why: "the program shares the debugger's process and so its working directory",
  },
  {
    setting: 'runtimeExecutable',
    asked: ({ runtimeExecutable }) => Boolean(runtimeExecutable),
    why: "the program runs in the debugger's own runtime",
  },
  {
    setting: 'console',
    asked: ({ console }) => console !== 'internalConsole',
    why: 'the program is no process that a terminal could run',
  },
];

/** Fails before anything is started when the configuration asks for what in-process cannot honour. */
export function checkInProcess(configuration: LaunchConfiguration): void {
  const limit = LIMITS.find(({ asked }) => asked(configuration));
  if (limit) throw errors.inProcessSetting(limit.setting, limit.why);
}
