import { define } from './define.ts';

/** What a person would start, or where, when nothing was found. */
const START = 'Open the folder in VS Code with Tandem installed, or run "tandem serve" in it.';

const listed = (servers: readonly string[]): string => servers.map((server) => `\n  ${server}`).join('');

/** Task servers: finding one, speaking to it, serving. */
export const taskServerErrors = {
  noServer: define('discovery.none', (folder: string, others: readonly string[]) => ({
    message: `No window of VS Code and no "tandem serve" has "${folder}" open.`,
    hint: others.length > 0 ? `${START} Or choose one of these by its process id:${listed(others)}` : START,
    audience: 'user',
  })),
  severalServers: define('discovery.several', (folder: string, servers: readonly string[]) => ({
    message: `More than one window or server has "${folder}" open.`,
    hint: `Choose one by its process id ("--pid", or "pid"):${listed(servers)}`,
    audience: 'user',
  })),
  serverUnknown: define('discovery.pidUnknown', (pid: number, others: readonly string[]) => ({
    message: `The process ${pid} is no window and no server that Tandem knows of.`,
    hint: others.length > 0 ? `These are:${listed(others)}` : START,
    audience: 'user',
  })),
  serverTokenUnknown: define('discovery.tokenUnknown', (endpoint: string) => ({
    message: `Nobody here has published the token that opens ${endpoint}.`,
    hint: 'Set TANDEM_TOKEN (or "token") to the token of the server there.',
    audience: 'user',
  })),
  serverGone: define('discovery.gone', (where: string, reason: string) => ({
    message: `Nobody listens any more where ${where} did: ${reason}`,
    hint: START,
    audience: 'user',
  })),
};
