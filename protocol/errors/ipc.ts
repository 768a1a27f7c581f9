import { define } from './define.ts';

/** The channel between adapter and launcher. */
export const ipcErrors = {
  messageUnsendable: define('ipc.messageUnsendable', (problem: string) => ({
    message: `A message cannot be sent: ${problem}.`,
    audience: 'internal',
  })),
  connectionClosed: define('ipc.closed', () => ({
    message: 'The connection was closed on this side.',
    audience: 'expected',
  })),
  peerClosed: define('ipc.peerClosed', () => ({
    message: 'The peer ended the connection.',
    audience: 'expected',
  })),
  connectionLost: define('ipc.lost', (reason: string) => ({
    message: `The connection to the peer was lost: ${reason}.`,
    audience: 'user',
  })),
  launcherArguments: define('ipc.launcherArguments', (problem: string) => ({
    message: `The launcher's arguments do not name an endpoint: ${problem}.`,
    audience: 'internal',
  })),
  endpointIncomplete: define('ipc.endpointIncomplete', (transport: string, missing: string) => ({
    message: `The transport "${transport}" needs ${missing}.`,
    hint: `Set ${missing} in the transport's configuration.`,
    audience: 'user',
  })),
  endpointInvalid: define('ipc.endpointInvalid', (text: string, problem: string, forms: string) => ({
    message: `"${text}" is not an endpoint: ${problem}.`,
    hint: `Write ${forms}.`,
    audience: 'user',
  })),
  transportUnknown: define('ipc.transportUnknown', (name: string, known: readonly string[]) => ({
    message: `There is no transport "${name}".`,
    hint: `Use "auto", or one of: ${known.join(', ')}.`,
    audience: 'user',
  })),
  transportSetting: define(
    'ipc.transportSetting',
    (setting: string, name: string, has: readonly string[]) => ({
      message: `"${setting}" means nothing to a listener over the transport "${name}".`,
      hint: has.length > 0 ? `It can have: ${has.join(', ')}.` : `Remove "${setting}".`,
      audience: 'user',
    }),
  ),
  transportTaken: define('ipc.transportTaken', (name: string) => ({
    message: `There is a transport "${name}" already.`,
    audience: 'internal',
  })),
  transportUnavailable: define('ipc.transportUnavailable', (transport: string, platform: string) => ({
    message: `The transport "${transport}" does not exist on ${platform}.`,
    hint: 'Use "auto", or "tcp", which exists everywhere.',
    audience: 'user',
  })),
  hostNotLoopback: define('ipc.hostNotLoopback', (host: string) => ({
    message: `"${host}" is not a loopback address: whoever reaches the port could try to debug your program.`,
    hint: 'Use 127.0.0.1, or set "allowNonLoopback" when the network is trusted.',
    audience: 'user',
  })),
  socketPathTooLong: define('ipc.socketPathTooLong', (path: string, limit: number) => ({
    message: `The socket path "${path}" is longer than the ${limit} bytes that this system allows.`,
    hint: 'Use a shorter path or temporary directory, or the transport "tcp".',
    audience: 'user',
  })),
  runtimeDirectory: define('ipc.runtimeDirectory', (reason: string) => ({
    message: `No private directory for the session could be made: ${reason}.`,
    hint: 'Check that the temporary directory exists and is writable.',
    audience: 'user',
  })),
  directoryUnsafe: define('ipc.directoryUnsafe', (path: string, problem: string) => ({
    message: `The directory "${path}" cannot be used to find programs: ${problem}.`,
    hint: 'Remove it, or make it yours alone ("chmod 700"), or set XDG_RUNTIME_DIR to a directory that is.',
    audience: 'user',
  })),
  directoryUnusable: define('ipc.directoryUnusable', (path: string, problem: string) => ({
    message: `Nothing can be written to the directory "${path}", where programs are found: ${problem}.`,
    hint: 'Make room there, or set XDG_RUNTIME_DIR to a directory that has some.',
    audience: 'user',
  })),
  publicationUnsafe: define('ipc.publicationUnsafe', (path: string, problem: string) => ({
    message: `What a program has published in "${path}" cannot be trusted: ${problem}.`,
    hint: 'Start the program again.',
    audience: 'user',
  })),
  publicationInvalid: define('ipc.publicationInvalid', (path: string, problem: string) => ({
    message: `What a program has published in "${path}" cannot be read: ${problem}.`,
    hint: 'Remove the file, and start the program again.',
    audience: 'user',
  })),
  listenFailed: define('ipc.listenFailed', (where: string, reason: string) => ({
    message: `Cannot listen on ${where}: ${reason}.`,
    hint: /EADDRINUSE/.test(reason)
      ? 'Another process holds it; "auto" picks a free one.'
      : 'Check that it exists and that you may listen there; "auto" picks a place by itself.',
    audience: 'user',
  })),
  notListening: define('ipc.notListening', () => ({
    message: 'The listener is not listening: call startListening first.',
    audience: 'internal',
  })),
  listenerClosed: define('ipc.listenerClosed', () => ({
    message: 'The listener was closed.',
    audience: 'expected',
  })),
  acceptTimeout: define('ipc.acceptTimeout', (ms: number) => ({
    message: `The program did not connect to the debugger within ${ms} ms.`,
    hint: "Look at the program's output for the reason.",
    audience: 'user',
  })),
  connectFailed: define('ipc.connectFailed', (where: string, reason: string) => ({
    message: `Cannot connect to ${where}: ${reason}.`,
    hint: 'Check that the other side is running.',
    audience: 'user',
  })),
  connectTimeout: define('ipc.connectTimeout', (where: string, ms: number) => ({
    message: `${where} did not accept the connection within ${ms} ms.`,
    hint: 'Check that the other side is running.',
    audience: 'user',
  })),
  helloTimeout: define('ipc.helloTimeout', (ms: number) => ({
    message: `A client connected but did not identify itself within ${ms} ms.`,
    audience: 'expected',
  })),
  helloMissing: define('ipc.helloMissing', (seen: string, expected = 'hello') => ({
    message: `A client must begin with "${expected}"; it said "${seen}".`,
    audience: 'expected',
  })),
  helloInvalid: define('ipc.helloInvalid', (problem: string) => ({
    message: `A client's "hello" is not valid: ${problem}.`,
    audience: 'expected',
  })),
  helloToken: define('ipc.helloToken', () => ({
    message: "A client presented a token that is not this session's.",
    audience: 'expected',
  })),
  helloTooLate: define('ipc.helloTooLate', () => ({
    message: 'A client connected but the session already has its launcher.',
    audience: 'expected',
  })),
  ipcDisposed: define('ipc.disposed', () => ({
    message: 'The session ended before the program had connected.',
    audience: 'expected',
  })),
  ipcState: define('ipc.state', (action: string, state: string) => ({
    message: `The IPC manager cannot ${action} while it is ${state}.`,
    audience: 'internal',
  })),
  requestTimeout: define('ipc.requestTimeout', (command: string, ms: number) => ({
    message: `The program did not answer "${command}" within ${ms} ms.`,
    audience: 'user',
  })),
  requestCancelled: define('ipc.requestCancelled', (command: string) => ({
    message: `"${command}" was cancelled.`,
    audience: 'expected',
  })),
};
