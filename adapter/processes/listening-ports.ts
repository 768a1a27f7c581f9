import { readdir, readFile, readlink } from 'node:fs/promises';

/** State of a socket that waits for connections, in `/proc/net/tcp`. */
const LISTEN = '0A';

interface Listening {
  readonly host: string;
  readonly port: number;
  /** By it the process is found that holds the socket. */
  readonly inode: string;
}

/** Where a process waits for TCP connections; undefined where the system does not tell. Linux tells, of one's own. */
export async function listeningPorts(pid: number): Promise<Listening[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const inodes = await socketsOf(pid);
    return (await allListening(pid)).filter(({ inode }) => inodes.has(inode));
  } catch {
    return undefined;
  }
}

/** The process, as far as it is one's own, that holds a port which this process can see. */
export async function holderOf(port: number): Promise<number | undefined> {
  const held = (await allListening('self').catch(() => [])).find((socket) => socket.port === port);
  if (!held) return undefined;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const sockets = await socketsOf(Number(name)).catch(() => undefined);
    if (sockets?.has(held.inode)) return Number(name);
  }
  return undefined;
}

/** Whether anybody waits for connections at a port; undefined where the system does not tell. */
export async function isPortHeld(port: number): Promise<boolean | undefined> {
  const all = await allListening('self').catch(() => undefined);
  return all?.some((socket) => socket.port === port);
}

async function socketsOf(pid: number): Promise<ReadonlySet<string>> {
  const names = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  return new Set(
    links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]).filter((inode) => inode !== undefined),
  );
}

/** Of the network that the process is in: a container has one of its own. */
async function allListening(pid: number | 'self'): Promise<Listening[]> {
  const [four, six] = await Promise.all([
    readFile(`/proc/${pid}/net/tcp`, 'utf8'),
    readFile(`/proc/${pid}/net/tcp6`, 'utf8').catch(() => ''),
  ]);
  return [...rows(four), ...rows(six)].flatMap(([, local = '', , state, , , , , , inode = '']) => {
    const [address = '', port = ''] = local.split(':');
    return state === LISTEN ? [{ host: hostOf(address), port: Number.parseInt(port, 16), inode }] : [];
  });
}

const rows = (table: string): string[][] =>
  table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));

/** Numbers as the processor has them, least significant byte first. What listens everywhere is reached on loopback. */
function hostOf(hex: string): string {
  if (/^0+$/.test(hex)) return hex.length === 8 ? '127.0.0.1' : '::1';
  const words = hex.match(/.{8}/g)!.map((word) => word.match(/../g)!.reverse());
  if (words.length === 1) return words[0]!.map((byte) => Number.parseInt(byte, 16)).join('.');
  return words.map(([a, b, c, d]) => `${a}${b}:${c}${d}`).join(':');
}
