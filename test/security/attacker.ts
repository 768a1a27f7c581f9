import { spawnSync } from 'node:child_process';

/** Of the user whom every system has for what belongs to nobody. */
const STRANGER = 65534;

/** Only root can be somebody else. */
export const canBeAnother = process.getuid?.() === 0;

/** What somebody tries: `ok`, or the system's reason why it does not work. */
export interface Attempts {
  readonly [what: string]: readonly [
    'list' | 'read' | 'write' | 'connect' | 'take' | 'signal',
    target: string,
  ];
}

const SCRIPT = `
const fs = require('node:fs');
const net = require('node:net');
const ways = {
  list: (target) => fs.readdirSync(target),
  read: (target) => fs.readFileSync(target),
  write: (target) => fs.writeFileSync(target + '/planted', ''),
  take: (target) => fs.renameSync(target, target + '-taken'),
  signal: (target) => process.kill(Number(target), 'SIGUSR1'),
  connect: (target) => new Promise((resolve, reject) => net.connect(target, resolve).once('error', reject)),
};
(async () => {
  const outcome = {};
  for (const [what, [way, target]] of Object.entries(JSON.parse(process.argv[1]))) {
    outcome[what] = await Promise.resolve().then(() => ways[way](target)).then(() => 'ok', ({ code }) => code);
  }
  console.log(JSON.stringify(outcome));
  process.exit();
})();`;

/** What another user of this machine achieves, who knows every name already. */
export function tryAsAnother(attempts: Attempts): Record<string, string> {
  const { stdout, stderr, error } = spawnSync('node', ['-e', SCRIPT, JSON.stringify(attempts)], {
    uid: STRANGER,
    gid: STRANGER,
    cwd: '/',
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
  });
  if (error) throw error;
  if (stdout === '') throw new Error(`the other user came to nothing: ${stderr}`);
  return JSON.parse(stdout) as Record<string, string>;
}
