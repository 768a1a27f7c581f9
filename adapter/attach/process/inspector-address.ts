import { readFile } from 'node:fs/promises';
import type { Address } from '../../inspector/address.ts';
import type { ProcessInfo } from '../../processes/process-info.ts';
import { readCommand } from '../../processes/script.ts';

/** Where a Node opens its inspector when it is told to, or has done so. Port 0 is one that the system chooses. */
export interface InspectorAddress extends Address {
  /** It was told to when it was started. */
  readonly isOpen: boolean;
}

const DEFAULT: InspectorAddress = { host: '127.0.0.1', port: 9229, isOpen: false };

export async function inspectorAddress({ pid, command }: ProcessInfo): Promise<InspectorAddress> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  const fromEnvironment = /(?:^|\0)NODE_OPTIONS=([^\0]*)/.exec(environment)?.[1] ?? '';
  return [...fromEnvironment.split(/\s+/), ...readCommand(command).options].reduce(addressIn, DEFAULT);
}

/** `--inspect=HOST:PORT` and its kin; each part may be missing. */
function addressIn(former: InspectorAddress, option: string): InspectorAddress {
  const isOpen = former.isOpen || /^--inspect(?:-brk|-wait)?(?:=|$)/.test(option);
  const address = { ...former, isOpen };
  const [, value] = /^--(?:inspect(?:-brk|-wait|-port)?|debug-port)=(.+)$/.exec(option) ?? [];
  if (value === undefined) return address;
  const [, host = '', port] = /^(?:(.*):)?(\d+)$/.exec(value) ?? [undefined, value];
  const bare = host.replace(/^\[|\]$/g, '');
  return {
    isOpen,
    // What listens everywhere is reached on loopback.
    host: /^(?:|0\.0\.0\.0|::|localhost)$/.test(bare) ? address.host : bare,
    port: port === undefined ? address.port : Number(port),
  };
}
