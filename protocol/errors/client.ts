import { define } from './define.ts';

/** A client of a task server. */
export const clientErrors = {
  clientLostConnection: define('client.connectionLost', (reason: string) => ({
    message: `The connection to the task server was lost before it answered: ${reason}`,
    hint: 'The command may have been carried out: ask for the state before sending it again.',
    audience: 'user',
  })),
  clientClosed: define('client.closed', () => ({
    message: 'The client is closed.',
    hint: 'Connect a new one.',
    audience: 'user',
  })),
  clientGivesUp: define('client.gone', (reason: string) => ({
    message: `The task server is gone: ${reason}`,
    hint: 'Connect a new client, when there is a server again.',
    audience: 'user',
  })),
  clientStranger: define('client.noTaskServer', (where: string, reason: string) => ({
    message: `What listens on ${where} is no task server, or does not answer: ${reason}`,
    hint: 'Check the endpoint; "tandem windows" lists the task servers of this machine.',
    audience: 'user',
  })),
  serverMessageInvalid: define('client.messageInvalid', (type: string, problem: string) => ({
    message: `The server's message "${type}" was not understood: ${problem}.`,
    hint: 'Use the same version of Tandem on both sides.',
    audience: 'user',
  })),
};
