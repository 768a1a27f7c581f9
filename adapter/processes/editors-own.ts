import type { ProcessInfo } from './process-info.ts';

/** What editors start for themselves: their servers, hosts, watchers and the servers of languages. */
const EDITORS_OWN =
  /(?:^|[\\/])(?:bootstrap-fork|server-main\.js|tsserver\.js|typingsInstaller\.js)|^--(?:node-ipc|useNodeIpc|clientProcessId)\b/;

export const isEditorsOwn = ({ command }: Pick<ProcessInfo, 'command'>): boolean =>
  command.some((word) => EDITORS_OWN.test(word));
