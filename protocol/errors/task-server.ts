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
    hint: `Choose one by its process id ("--window PID", or "pid"):${listed(servers)}`,
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

  messageNotJson: define('taskServer.notJson', (problem: string) => ({
    message: `What was sent is not JSON: ${problem}.`,
    hint: 'Send one JSON object a line.',
    audience: 'user',
  })),
  messageHttp: define('taskServer.http', () => ({
    message: 'This is not a web server: it speaks JSON, one object a line.',
    hint: 'See docs/AUTOMATION.md, "The socket".',
    audience: 'user',
  })),
  messageUnknown: define('taskServer.messageUnknown', (seen: string, known: readonly string[]) => ({
    message: `A message must be an object whose "type" is one of ${known.join(', ')}; this was ${seen}.`,
    audience: 'user',
  })),
  messageInvalid: define('taskServer.messageInvalid', (type: string, problems: readonly string[]) => ({
    message: `The message "${type}" was not understood: ${problems.join('; ')}.`,
    hint: 'Nothing was done. Correct it, and send it again.',
    audience: 'user',
  })),
  clientUnknown: define('taskServer.connectFirst', (seen: string) => ({
    message: `A client must begin with "Connect"; it said "${seen}".`,
    hint: 'Send the token that the server has published.',
    audience: 'user',
  })),
  clientSilent: define('taskServer.connectTimeout', (ms: number) => ({
    message: `The client did not say who it is within ${ms} ms.`,
    hint: 'Begin with "Connect", and the token that the server has published.',
    audience: 'user',
  })),
  clientTooLoud: define('taskServer.connectTooLong', (limit: number) => ({
    message: `A client may say at most ${limit} bytes before it has said who it is.`,
    hint: 'Begin with "Connect", and the token that the server has published.',
    audience: 'user',
  })),
  clientToken: define('taskServer.tokenWrong', () => ({
    message: 'The token is not the one that opens this server.',
    hint: 'Read it again from what the server has published: each server has its own.',
    audience: 'user',
  })),
  clientProtocol: define('taskServer.protocol', (seen: number, known: number) => ({
    message: `The client speaks version ${seen} of the protocol; this server speaks version ${known}.`,
    hint: 'Use the same version of Tandem on both sides.',
    audience: 'user',
  })),
  clientKnown: define('taskServer.connectedAlready', (clientId: string) => ({
    message: `This connection has said "Connect" before: its client is ${clientId}.`,
    audience: 'user',
  })),
  clientIdWrong: define('taskServer.clientIdWrong', (seen: string, own: string) => ({
    message: `The client "${seen}" is not the one of this connection, which is "${own}". Nothing was done.`,
    hint: 'Leave "clientId" out, or set it to the one in "Ack".',
    audience: 'user',
  })),
  requestIdTaken: define('taskServer.requestIdTaken', (requestId: string | number) => ({
    message: `The command with the "requestId" ${JSON.stringify(requestId)} was not carried out: an earlier one is not answered yet.`,
    hint: 'Give each command an id of its own.',
    audience: 'user',
  })),
  tooManyCommands: define('taskServer.tooManyCommands', (limit: number) => ({
    message: `${limit} commands of this client are not answered yet; this one was not carried out.`,
    hint: 'Wait for answers.',
    audience: 'user',
  })),
  answerUnsendable: define('taskServer.answerUnsendable', (problem: string) => ({
    message: `The command was carried out, but its answer cannot be sent: ${problem}.`,
    hint: 'Ask for less of it.',
    audience: 'user',
  })),
  clientTooSlow: define('taskServer.tooSlow', (bytes: number) => ({
    message: `The client does not read: ${bytes} bytes wait for it.`,
    hint: 'Connect again, with "events": false if they are not needed.',
    audience: 'user',
  })),
  clientReplaced: define('taskServer.replaced', (clientId: string) => ({
    message: `Another connection goes on as the client ${clientId}.`,
    audience: 'user',
  })),
};
