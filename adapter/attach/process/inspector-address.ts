import { readFile } from 'node:fs/promises';
import type { Address } from '../../inspector/address.ts';
import type { ProcessInfo } from '../../processes/process-info.ts';
import { readCommand } from '../../processes/script.ts';

const DEFAULT: Address = { host: '127.0.0.1', port: 9229 };

/** Where a Node opens its inspector when it is told to, or has done so. Port 0 is one that the system chooses. */
export async function inspectorAddress({ pid, command }: ProcessInfo): Promise<Address> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  const fromEnvironment = /(?:^|\0)NODE_OPTIONS=([^\0]*)/.exec(environment)?.[1] ?? '';
  return [...fromEnvironment.split(/\s+/), ...readCommand(command).options].reduce(addressIn, DEFAULT);
}

/** `--inspect=HOST:PORT` and its kin; each part may be missing. */
function addressIn(address: Address, option: string): Address {
  const [, value] = /^--(?:inspect(?:-brk|-wait|-port)?|debug-port)=(.+)$/.exec(option) ?? [];
  if (value === undefined) return address;
  const [, host = '', port] = /^(?:(.*):)?(\d+)$/.exec(value) ?? [undefined, value];
  const bare = host.replace(/^\[|\]$/g, '');
  return {
    // What listens everywhere is reached on loopback.
    host: /^(?:|0\.0\.0\.0|::|localhost)$/.test(bare) ? address.host : bare,
    port: port === undefined ? address.port : Number(port),
  };
}
