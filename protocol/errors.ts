/** Who has to act on an error. `expected` ones are part of normal operation and are never shown as a failure. */
export type Audience = 'user' | 'internal' | 'expected';

export interface ErrorDetails {
  /** Stable, machine-readable, unique: `launch.programNotFound`. */
  readonly code: string;
  /** What happened, in one sentence. */
  readonly message: string;
  /** What to do next, in one sentence. */
  readonly hint?: string | undefined;
  readonly audience: Audience;
}

/** The one error class of the project: it travels the wire as {@link ErrorDetails} and comes back the same. */
export class TandemError extends Error {
  override readonly name = 'TandemError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly audience: Audience;

  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super(details.message, options);
    this.code = details.code;
    this.hint = details.hint;
    this.audience = details.audience;
  }

  toJSON(): ErrorDetails {
    return { code: this.code, message: this.message, hint: this.hint, audience: this.audience };
  }

  /** Message and hint in one text, as a person should read it. */
  get text(): string {
    return this.hint ? `${this.message} ${this.hint}` : this.message;
  }

  /** Any thrown value as a TandemError; what was not foreseen is ours to fix, so its audience is `internal`. */
  static from(thrown: unknown): TandemError {
    if (thrown instanceof TandemError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new TandemError({ code: 'internal', message, audience: 'internal' }, { cause: thrown });
  }
}

type Factory<A extends unknown[]> = (...args: A) => Omit<ErrorDetails, 'code'>;

const define =
  <A extends unknown[]>(code: string, factory: Factory<A>) =>
  (...args: A): TandemError =>
    new TandemError({ code, ...factory(...args) });

/** What a command wrote last, where it wrote anything. */
const said = (lastWords: string): string => (lastWords ? ` It said: "${lastWords}".` : '');

/** Every error that Tandem raises on purpose. The key is the reader's name for it, the code its stable one. */
export const errors = {
  // The wire.
  frameMagic: define('frame.magic', (seen: string) => ({
    message: `The peer does not speak Tandem's wire protocol: a frame must start with "DP", got ${seen}.`,
    audience: 'internal',
  })),
  frameVersion: define('frame.version', (seen: number, known: number) => ({
    message: `The peer speaks wire version ${seen}; this side speaks version ${known}.`,
    hint: 'Use the same version of Tandem on both sides.',
    audience: 'user',
  })),
  frameKind: define('frame.kind', (seen: number) => ({
    message: `A frame has the unknown kind ${seen}; 1 (event) and 2 (command) are known.`,
    audience: 'internal',
  })),
  frameTooLong: define('frame.tooLong', (length: number, limit: number) => ({
    message: `A frame of ${length} bytes exceeds the limit of ${limit} bytes.`,
    audience: 'internal',
  })),
  framePayload: define('frame.payload', (problem: string) => ({
    message: `A frame does not hold a valid message: ${problem}.`,
    audience: 'internal',
  })),
  frameTruncated: define('frame.truncated', (missing?: number) => ({
    message: `The connection ended inside a frame${missing === undefined ? '' : `, ${missing} bytes short`}.`,
    audience: 'internal',
  })),
  frameDirection: define('frame.direction', (seen: number, expected: number) => ({
    message: `A frame of kind ${seen} came from a peer that may only send kind ${expected}.`,
    audience: 'internal',
  })),

  // The channel between adapter and launcher.
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

  // A link, which outlives its connections.
  linkToken: define('link.token', () => ({
    message: 'The token is not the one that the other side expects.',
    hint: 'Use the token that belongs to this endpoint: each start of a program makes a new one.',
    audience: 'user',
  })),
  linkUnknown: define('link.unknown', () => ({
    message: 'The connection cannot be resumed: the other side does not know it, or has given it up.',
    audience: 'user',
  })),
  linkNumber: define('link.number', (problem: string) => ({
    message: `The two sides of a connection do not agree about what was said: ${problem}.`,
    audience: 'internal',
  })),
  linkSilent: define('link.silent', (ms: number) => ({
    message: `Nothing was heard from the other side for ${ms / 1000} s.`,
    audience: 'user',
  })),
  linkLost: define('link.lost', (loss: string, why: string) => ({
    message: `The connection was lost (${loss}) and could not be resumed: ${why}`,
    audience: 'user',
  })),
  linkState: define('link.state', (from: string, to: string) => ({
    message: `A link cannot become ${to} when it is ${from}.`,
    audience: 'internal',
  })),

  // The launch.
  settingInvalid: define('launch.settingInvalid', (name: string, must: string, seen: string) => ({
    message: `The setting "${name}" must be ${must}, but is ${seen}.`,
    hint: 'Correct it in the launch configuration.',
    audience: 'user',
  })),
  programUnset: define('launch.programUnset', () => ({
    message: 'The launch configuration names no program.',
    hint: 'Set "program" to the file to run, for example "server.js", or "runtimeExecutable" and "runtimeArgs" to what runs it, for example "npm" and ["run", "dev"].',
    audience: 'user',
  })),
  programNotFound: define('launch.programNotFound', (path: string) => ({
    message: `The program "${path}" does not exist.`,
    hint: 'Correct "program"; a relative path starts at "cwd".',
    audience: 'user',
  })),
  programIsDirectory: define('launch.programIsDirectory', (path: string) => ({
    message: `The program "${path}" is a directory that holds neither an index.js nor a package.json with a "main" that exists.`,
    hint: 'Set "program" to the file to run.',
    audience: 'user',
  })),
  programUnreadable: define('launch.programUnreadable', (path: string, reason: string) => ({
    message: `The program "${path}" cannot be read (${reason}).`,
    hint: 'Check that it is a file and that you may read it.',
    audience: 'user',
  })),
  cwdInvalid: define('launch.cwdInvalid', (path: string, problem: string) => ({
    message: `The working directory "${path}" ${problem}.`,
    hint: 'Set "cwd" to a directory that exists.',
    audience: 'user',
  })),
  envFileUnreadable: define('launch.envFileUnreadable', (path: string, reason: string) => ({
    message: `The environment file "${path}" cannot be read (${reason}).`,
    hint: 'Correct "envFile", or remove it.',
    audience: 'user',
  })),
  envFileInvalid: define('launch.envFileInvalid', (path: string, line: number, text: string) => ({
    message: `Line ${line} of the environment file "${path}" is not of the form NAME=value: ${text}`,
    hint: 'Correct the line, or start it with # to make it a comment.',
    audience: 'user',
  })),
  runtimeNotFound: define('launch.runtimeNotFound', (name: string) => ({
    message: `The runtime "${name}" was not found.`,
    hint: 'Install it, or set "runtimeExecutable" to its full path.',
    audience: 'user',
  })),
  runtimeTooOld: define('launch.runtimeTooOld', (path: string, found: string, needed: string) => ({
    message: `The runtime "${path}" is Node.js ${found}; Tandem debugs Node.js ${needed} and later.`,
    hint: 'Set "runtimeExecutable" to a newer one.',
    audience: 'user',
  })),
  spawnFailed: define('launch.spawnFailed', (path: string, reason: string) => ({
    message: `The runtime "${path}" could not be started (${reason}).`,
    hint: 'Check "runtimeExecutable", "cwd" and "env".',
    audience: 'user',
  })),
  endedEarly: define('launch.endedEarly', (status: string, lastWords: string) => ({
    message: `The program ended before it could be debugged (${status}).${lastWords && ` Its last words: ${lastWords}`}`,
    hint: 'Check "runtimeExecutable", "runtimeArgs" and NODE_OPTIONS: the program itself had not begun.',
    audience: 'user',
  })),
  neverConnected: define('launch.neverConnected', (status: string, lastWords: string) => ({
    message: `The program ran and ended (${status}), but no Node.js process of it came to the debugger.${lastWords && ` Its last words: ${lastWords}`}`,
    hint: 'If a script in between sets NODE_OPTIONS or clears the environment, Tandem cannot follow it: let it add to NODE_OPTIONS="… $NODE_OPTIONS" instead.',
    audience: 'user',
  })),
  noHandshake: define('launch.noHandshake', (seconds: number) => ({
    message: `The program was started, but did not report to the debugger within ${seconds} s.`,
    hint: 'If "runtimeExecutable" or the terminal replaces NODE_OPTIONS, Tandem cannot follow it.',
    audience: 'user',
  })),
  launcherMissing: define('launch.launcherMissing', (path: string) => ({
    message: `A part of Tandem is missing: "${path}".`,
    hint: 'Install Tandem again, or run "npm run build" in a checkout.',
    audience: 'user',
  })),
  typescriptUnsupported: define('launch.typescriptUnsupported', (program: string, runtime: string) => ({
    message: `${runtime} cannot run "${program}" by itself.`,
    hint: 'Install tsx beside the program ("npm install --save-dev tsx"), or use Node.js 22.18 or later for .ts files.',
    audience: 'user',
  })),
  inProcessSetting: define('launch.inProcessSetting', (setting: string, why: string) => ({
    message: `"inProcess" cannot honour "${setting}": ${why}.`,
    hint: `Remove "${setting}", or set "inProcess" to false.`,
    audience: 'user',
  })),
  terminalUnsupported: define('launch.terminalUnsupported', (console: string) => ({
    message: `This client has no terminal for "console": "${console}".`,
    hint: 'Use "internalConsole".',
    audience: 'user',
  })),
  terminalFailed: define('launch.terminalFailed', (reason: string) => ({
    message: `The client could not start the program in a terminal: ${reason}.`,
    hint: 'Try "console": "internalConsole".',
    audience: 'user',
  })),

  // The session.
  requestUnknown: define('session.requestUnknown', (command: string) => ({
    message: `Tandem does not know the request "${command}".`,
    audience: 'internal',
  })),
  requestInvalid: define('session.requestInvalid', (command: string, argument: string, must: string) => ({
    message: `The request "${command}" needs the argument "${argument}", ${must}.`,
    audience: 'internal',
  })),
  requestTooEarly: define('session.requestTooEarly', (command: string, needed: string) => ({
    message: `The request "${command}" came too early: ${needed} must come first.`,
    audience: 'internal',
  })),
  requestTwice: define('session.requestTwice', (command: string) => ({
    message: `The request "${command}" may be sent only once in a session.`,
    audience: 'internal',
  })),
  requestNotNow: define('session.requestNotNow', (command: string, state: string) => ({
    message: `The request "${command}" is not possible while the session is ${state}.`,
    audience: 'expected',
  })),
  sessionEnded: define('session.ended', () => ({
    message: 'The debug session has ended.',
    audience: 'expected',
  })),
  cancelled: define('session.cancelled', () => ({
    message: 'cancelled',
    audience: 'expected',
  })),
  illegalMove: define('session.illegalMove', (from: string, to: string) => ({
    message: `A session cannot go from "${from}" to "${to}".`,
    audience: 'internal',
  })),
  notDebugging: define('session.notDebugging', (command: string) => ({
    message: `"${command}" is not possible: the program runs without debugging.`,
    audience: 'expected',
  })),
  attachPlaceUnset: define('attach.placeUnset', () => ({
    message: 'The attach configuration does not say where the program is.',
    hint: 'Set "processId", "port", "endpoint", "path" or "pipeName"; or use "request": "launch".',
    audience: 'user',
  })),
  attachPlaceAmbiguous: define('attach.placeAmbiguous', (one: string, other: string) => ({
    message: `The attach configuration has both "${one}" and "${other}", and a program is in one place.`,
    hint: 'Remove one of them.',
    audience: 'user',
  })),
  attachNobody: define('attach.nobody', (address: string) => ({
    message: `Nobody listens at ${address}.`,
    hint: 'Start the program with "node --inspect", and give its port; "timeout" says how long to wait for it.',
    audience: 'user',
  })),
  attachUnreachable: define('attach.unreachable', (address: string, cause: string) => ({
    message: `There is no way to ${address} (${cause}).`,
    hint: 'Check "host" and "port".',
    audience: 'user',
  })),
  attachCloses: define('attach.closes', (address: string) => ({
    message: `What listens at ${address} closes every connection without a word.`,
    hint: 'If it is the near end of a tunnel, nobody listens at the far one: start the program there with "node --inspect", in a container with "--inspect=0.0.0.0".',
    audience: 'user',
  })),
  attachSilent: define('attach.silent', (address: string) => ({
    message: `What listens at ${address} takes connections, but does not answer.`,
    hint: 'If it is the near end of a tunnel, check the far one; if the program is stopped (Ctrl+Z), let it go on.',
    audience: 'user',
  })),
  attachNoInspector: define('attach.noInspector', (address: string) => ({
    message: `What answers at ${address} is no inspector of Node.js.`,
    hint: 'The port of an inspector is the one in "Debugger listening on ws://…", which Node prints when it is started with --inspect.',
    audience: 'user',
  })),
  attachForeign: define('attach.foreign', (address: string, product: string) => ({
    message: `What answers at ${address} is the inspector of "${product}". Tandem debugs Node.js.`,
    hint: /chrom/i.test(product) ? 'For pages of a browser there is "type": "chrome".' : undefined,
    audience: 'user',
  })),
  attachTooOld: define('attach.tooOld', (address: string, version: string, oldest: string) => ({
    message: `The program at ${address} runs in Node.js ${version}; Tandem needs ${oldest} or newer.`,
    hint: 'Run it with a newer Node.js.',
    audience: 'user',
  })),
  attachNoTarget: define('attach.noTarget', (address: string) => ({
    message: `The inspector at ${address} has nothing to debug.`,
    audience: 'user',
  })),
  attachRefused: define('attach.refused', (address: string, cause: string) => ({
    message: `The inspector at ${address} does not let Tandem in: ${cause}.`,
    audience: 'user',
  })),
  inspectorClosed: define('attach.closed', () => ({
    message: 'The program has ended, or closed its inspector.',
    audience: 'expected',
  })),
  inspectorLost: define('attach.lost', (reason: string) => ({
    message: `The connection to the program's inspector is lost (${reason}). If the program still runs, it runs on.`,
    hint: 'Attach again, or set "restart" to have that done.',
    audience: 'expected',
  })),
  attachOccupied: define('attach.occupied', () => ({
    message: 'Another debugger is attached to this program: there is room for one at a time.',
    hint: 'Disconnect it first.',
    audience: 'user',
  })),
  attachTokenUnset: define('attach.tokenUnset', (endpoint: string) => ({
    message: `Nobody knows the token that opens ${endpoint}: no program of yours has published it.`,
    hint: 'Check the endpoint, or set "token" to the TANDEM_TOKEN that the program was started with.',
    audience: 'user',
  })),
  attachToken: define('attach.token', (where: string) => ({
    message: `The program at ${where} was given another token.`,
    hint: 'Each start of a program makes a new one: leave "token" out where the program runs on this machine, or set it to the TANDEM_TOKEN that it was started with.',
    audience: 'user',
  })),
  attachNoProgram: define('attach.noProgram', (where: string, reason: string) => ({
    message: `No program waits for a debugger at ${where}: ${reason}`,
    hint: 'It may have ended. Start it with "tandem exec", which prints where it waits.',
    audience: 'user',
  })),
  attachNoAnswer: define('attach.noAnswer', (where: string, ms: number) => ({
    message: `Whatever listens at ${where} has not said within ${ms / 1000} s that it is a program that waits for debuggers.`,
    hint: 'Check the endpoint; if the program is only slow, set "timeout".',
    audience: 'user',
  })),
  attachStranger: define('attach.stranger', (where: string, reason: string) => ({
    message: `What listens at ${where} is no program that waits for debuggers: ${reason}`,
    hint: 'Check the endpoint: "tandem exec" prints it when the program starts.',
    audience: 'user',
  })),
  attachVersion: define('attach.version', (theirs: string, ours: string) => ({
    message: `The program was started with Tandem ${theirs}; this is Tandem ${ours}.`,
    hint: 'They go together when the first two numbers are the same: start the program again with this one.',
    audience: 'user',
  })),
  processUnknown: define('attach.processUnknown', (pid: number) => ({
    message: `There is no process ${pid}.`,
    hint: 'It may have ended: choose again.',
    audience: 'user',
  })),
  processOwn: define('attach.processOwn', (pid: number) => ({
    message: `Process ${pid} is the one that Tandem itself runs in, and would stop its own debugger.`,
    hint: 'Choose another.',
    audience: 'user',
  })),
  processForeign: define('attach.processForeign', (pid: number) => ({
    message: `Process ${pid} belongs to another user.`,
    hint: 'Run the editor, or "tandem attach", as that user.',
    audience: 'user',
  })),
  processNotNode: define('attach.processNotNode', (pid: number, executable: string) => ({
    message: `Process ${pid} is not Node.js, but ${executable}.`,
    hint: 'Choose the process of the program itself. An application with a Node.js of its own can be started with --inspect, and attached to by "port".',
    audience: 'user',
  })),
  processContained: define('attach.processContained', (pid: number, inner: number) => ({
    message: `Process ${pid} runs in a container, out of reach from here.`,
    hint: `Go there with a command: "pipe": ["docker", "exec", "-i", NAME], "processId": ${inner}.`,
    audience: 'user',
  })),
  processStopped: define('attach.processStopped', (pid: number) => ({
    message: `Process ${pid} is stopped as a whole, by SIGSTOP, Ctrl+Z or a debugger of another kind.`,
    hint: `Let it go on first: "kill -CONT ${pid}", or "fg" where it was started.`,
    audience: 'user',
  })),
  processDeaf: define('attach.processDeaf', (pid: number) => ({
    message: `Process ${pid} has no handler for SIGUSR1, so the signal that opens Node.js' inspector would end it.`,
    hint: 'If it has just been started, try again. If it was started with --disable-sigusr1, start it without, or with "tandem exec".',
    audience: 'user',
  })),
  processHandlesSignal: define('attach.processHandlesSignal', (pid: number) => ({
    message: `Process ${pid} takes SIGUSR1 for something of its own, and has not opened its inspector.`,
    hint: `Start it with "tandem exec", or without its handler: process.on('SIGUSR1').`,
    audience: 'user',
  })),
  processSilent: define('attach.processSilent', (pid: number, seconds: number) => ({
    message: `Process ${pid} did not react within ${seconds} s: it is in a synchronous call, such as execSync.`,
    hint: 'Try again when that has returned, or set a longer "timeout".',
    audience: 'user',
  })),
  processPortHeld: define('attach.processPortHeld', (pid: number, port: number, holder: string) => ({
    message: `Process ${pid} would open its inspector at port ${port}, which ${holder} holds.`,
    hint: `End that, or start the program with another --inspect-port.`,
    audience: 'user',
  })),
  processTooOld: define('attach.processTooOld', (pid: number, found: string, needed: string) => ({
    message: `Process ${pid} is Node.js ${found}; Tandem debugs Node.js ${needed} and later.`,
    hint: 'Run the program with a newer one.',
    audience: 'user',
  })),
  processRefuses: define('attach.processRefuses', (pid: number, reason: string) => ({
    message: `The debugger cannot be started in process ${pid}: ${reason}.`,
    hint: 'The program runs on as before.',
    audience: 'user',
  })),
  processForbids: define('attach.processForbids', (pid: number) => ({
    message: `Process ${pid} was started with --permission, under which Node.js lets no debugger in.`,
    hint: 'Start it without, or, from Node.js 25 on, with --allow-inspector and --allow-worker.',
    audience: 'user',
  })),
  attachUnknown: define('session.attachUnknown', () => ({
    message: 'There is no process that waits for this session.',
    hint: 'Use "request": "launch"; what the program starts is debugged along with it.',
    audience: 'user',
  })),
  childRestart: define('session.childRestart', () => ({
    message: 'A child process cannot be restarted by itself: its parent starts it.',
    hint: 'Restart the session of the program that has started it.',
    audience: 'user',
  })),
  uriPaths: define('session.uriPaths', () => ({
    message: 'Tandem speaks of files by path, not by URI.',
    hint: 'Initialize with "pathFormat": "path".',
    audience: 'user',
  })),
  stdinClosed: define('session.stdinClosed', () => ({
    message:
      "The program's standard input is not open to the debugger: it has ended, or it is in a terminal.",
    hint: 'Type into the terminal where the program runs.',
    audience: 'user',
  })),

  // Attaching through a command.
  pipeGarbled: define('pipe.garbled', () => ({
    message: 'What came through the pipe is not what was sent into it.',
    hint: 'Something on the way changes it: a terminal, or a program that writes to the same output.',
    audience: 'user',
  })),
  pipeUnset: define('pipe.unset', () => ({
    message: '"pipe" names no command.',
    hint: 'It is a list of words, for example ["docker", "exec", "-i", "web"].',
    audience: 'user',
  })),
  pipeCommandNotFound: define('pipe.commandNotFound', (command: string) => ({
    message: `"${command}", the command of "pipe", was not found.`,
    hint: 'Install it, or name it by its path.',
    audience: 'user',
  })),
  pipeCommandFailed: define('pipe.commandFailed', (command: string, exitCode: number, lastWords: string) => ({
    message: `"${command}" ended with exit code ${exitCode} before anybody answered at its far end.${said(lastWords)}`,
    hint: 'Try it in a terminal, with "node --version" behind it.',
    audience: 'user',
  })),
  pipePlaceMissing: define('pipe.placeMissing', (command: string, place: string, lastWords: string) => ({
    message: `"${command}" leads nowhere: there is no ${place}.${said(lastWords)}`,
    hint: 'Check the name, and that it runs.',
    audience: 'user',
  })),
  pipePlaceStopped: define('pipe.placeStopped', (command: string, lastWords: string) => ({
    message: `"${command}" leads nowhere: the container does not run.${said(lastWords)}`,
    hint: 'Start it first.',
    audience: 'user',
  })),
  pipeUnreachable: define('pipe.unreachable', (command: string, lastWords: string) => ({
    message: `"${command}" reaches nobody.${said(lastWords)}`,
    hint: 'Check that the machine or service it leads to is up, and its name.',
    audience: 'user',
  })),
  pipeRefused: define('pipe.refused', (command: string, lastWords: string) => ({
    message: `"${command}" is not let in.${said(lastWords)}`,
    hint: 'It must come in without a question, for example by a key: nobody is there to answer one.',
    audience: 'user',
  })),
  pipeNodeMissing: define('pipe.nodeMissing', (command: string, runtime: string, lastWords: string) => ({
    message: `"${command}" finds no "${runtime}" in the far place.${said(lastWords)}`,
    hint: 'Name it by its path there with "runtimeExecutable"; a shell that is not for a person may know fewer places.',
    audience: 'user',
  })),
  pipeNodeUnusable: define('pipe.nodeUnusable', (command: string, runtime: string, lastWords: string) => ({
    message: `"${command}" may not run "${runtime}" in the far place.${said(lastWords)}`,
    hint: 'Check its permissions there, or name another with "runtimeExecutable".',
    audience: 'user',
  })),
  pipeNodeTooOld: define('pipe.nodeTooOld', (command: string, version: string, oldest: string) => ({
    message: `"${command}" leads to Node.js ${version}, which is too old: ${oldest} is the oldest that will do.`,
    hint: 'Name a newer one there with "runtimeExecutable".',
    audience: 'user',
  })),
  pipeTerminal: define('pipe.terminal', (command: string) => ({
    message: `"${command}" puts a terminal in between, which changes what is sent through it.`,
    hint: 'Leave out its "-t".',
    audience: 'user',
  })),
  pipeSilent: define('pipe.silent', (command: string, seconds: number, lastWords: string) => ({
    message: `Nobody has answered at the far end of "${command}" within ${seconds} s.${said(lastWords)}`,
    hint: 'Try it in a terminal, with "node --version" behind it: it must not ask for anything.',
    audience: 'user',
  })),
  pipeSetting: define('pipe.setting', (setting: string) => ({
    message: `"${setting}" and "pipe" cannot go together.`,
    hint: 'Remove one of them.',
    audience: 'user',
  })),
  pipeNobodyWaits: define('pipe.nobodyWaits', (command: string) => ({
    message: `No program waits for debuggers where "${command}" leads.`,
    hint: 'Name one that runs there by its "processId", or start one with "tandem exec".',
    audience: 'user',
  })),
  pipeSeveralWait: define('pipe.severalWait', (command: string, programs: readonly string[]) => ({
    message: `Several programs wait for debuggers where "${command}" leads: ${programs.join(', ')}.`,
    hint: 'Name one of them by its "processId".',
    audience: 'user',
  })),
  pipeEnded: define('pipe.ended', (command: string, reason: string) => ({
    message: `"${command}" has ended: ${reason}`,
    audience: 'user',
  })),
  pipeNoDirectory: define('pipe.noDirectory', (reason: string) => ({
    message: `The launcher cannot be put where the program runs: ${reason}.`,
    hint: 'Mount a temporary directory there that can be written to.',
    audience: 'user',
  })),
  farFileUnreadable: define('pipe.fileUnreadable', (path: string, reason: string) => ({
    message: `"${path}" cannot be read in the far place: ${reason}.`,
    audience: 'user',
  })),

  // A backend.
  backendTimeout: define('backend.timeout', (command: string, seconds: number) => ({
    message: `The program did not answer "${command}" within ${seconds} s; it may be busy in native code.`,
    hint: 'Try again, or stop the program.',
    audience: 'user',
  })),
  backendLost: define('backend.lost', (reason: string) => ({
    message: `The debugger lost the program: ${reason}`,
    audience: 'expected',
  })),

  tooManyProcesses: define('backend.tooManyProcesses', (limit: number) => ({
    message: `The program has more than ${limit} processes at a time; this one is not debugged.`,
    hint: 'Set "autoAttachChildProcesses" to false to debug the first one only.',
    audience: 'user',
  })),

  // The standalone adapter.
  usage: define('server.usage', (problem: string) => ({
    message: problem,
    hint: 'See --help.',
    audience: 'user',
  })),
  serverHost: define('server.host', (host: string) => ({
    message: `"${host}" is not a loopback address: whoever reaches a debug adapter can run programs as you.`,
    hint: 'Use 127.0.0.1, or --socket.',
    audience: 'user',
  })),
  serverBusy: define('server.busy', (where: string) => ({
    message: `Another process listens on ${where} already.`,
    hint: 'Choose another one.',
    audience: 'user',
  })),

  // The command line.
  cliUsage: define('cli.usage', (problem: string, command: string) => ({
    message: problem,
    hint: `See "${command} --help".`,
    audience: 'user',
  })),
  cliCommandUnknown: define('cli.commandUnknown', (name: string, meant: string | undefined) => ({
    message: `tandem has no command "${name}".`,
    hint: meant ? `Did you mean "${meant}"?` : 'See "tandem --help".',
    audience: 'user',
  })),
  cliOptionUnknown: define(
    'cli.optionUnknown',
    (option: string, command: string, meant: string | undefined) => ({
      message: `"${command}" has no option ${option}.`,
      hint: meant ? `Did you mean ${meant}?` : `See "${command} --help".`,
      audience: 'user',
    }),
  ),
  execFailed: define('exec.failed', (command: string, reason: string) => ({
    message: `The command "${command}" could not be started (${reason}).`,
    hint: 'Check that it exists, and that it is in PATH.',
    audience: 'user',
  })),
  cliBreakpoint: define('cli.breakpoint', (text: string) => ({
    message: `"${text}" does not say where to break.`,
    hint: 'Write FILE:LINE, or FILE:LINE:CONDITION; lines count from 1.',
    audience: 'user',
  })),

  // The engine.
  commandUnknown: define('engine.commandUnknown', (command: string) => ({
    message: `The debugger in the program does not know the command "${command}".`,
    hint: 'Use the same version of Tandem on both sides.',
    audience: 'internal',
  })),
  inspectorFailed: define('engine.inspectorFailed', (command: string, problem: string) => ({
    message: `V8 could not carry out "${command}": ${problem}.`,
    audience: 'internal',
  })),
  sourceUnknown: define('engine.sourceUnknown', (source: string) => ({
    message: `The source ${source} is not known to this session.`,
    audience: 'expected',
  })),
  threadUnknown: define('engine.threadUnknown', (threadId: number) => ({
    message: `There is no thread ${threadId}; it may have ended.`,
    audience: 'expected',
  })),
  threadDoesNotEnd: define('engine.threadDoesNotEnd', (name: string) => ({
    message: `The thread "${name}" does not end: it is in a loop that this version of Node.js does not interrupt.`,
    hint: 'Stop the program.',
    audience: 'user',
  })),
  threadIsMain: define('engine.threadIsMain', (name: string) => ({
    message: `The thread "${name}" cannot be ended by itself: the program ends with it.`,
    hint: 'Stop the program.',
    audience: 'user',
  })),
  threadRunning: define('engine.threadRunning', (name: string) => ({
    message: `The thread "${name}" is running.`,
    hint: 'Pause it first.',
    audience: 'expected',
  })),
  programEnded: define('engine.programEnded', () => ({
    message: 'The program has ended.',
    audience: 'expected',
  })),
  referenceStale: define('engine.referenceStale', (reference: number) => ({
    message: `The value ${reference} belongs to a stop that is over.`,
    hint: 'Ask for the scopes of the current stop.',
    audience: 'expected',
  })),
  frameStale: define('engine.frameStale', (frame: number) => ({
    message: `The stack frame ${frame} belongs to a stop that is over.`,
    hint: 'Ask for the stack trace of the current stop.',
    audience: 'expected',
  })),
  framePast: define('engine.framePast', () => ({
    message: 'This frame is a call of the past that led here: its variables are gone.',
    audience: 'expected',
  })),
  frameNotRestartable: define('engine.frameNotRestartable', (name: string) => ({
    message: `${name} cannot be restarted.`,
    hint: 'V8 restarts no async function, no generator, no module, and nothing with a call of its own or of Node’s in between.',
    audience: 'expected',
  })),
  stepTargetStale: define('engine.stepTargetStale', (target: number) => ({
    message: `The target ${target} belongs to a stop that is over.`,
    hint: 'Ask for the targets of the current stop.',
    audience: 'expected',
  })),
  noException: define('engine.noException', () => ({
    message: 'The thread is not paused on an exception.',
    audience: 'expected',
  })),
  notWritable: define('engine.notWritable', (name: string) => ({
    message: `${name || 'The value'} cannot be changed here.`,
    audience: 'expected',
  })),
  evaluationTimedOut: define('engine.evaluationTimedOut', (seconds: number) => ({
    message: `The evaluation was ended: it took longer than ${seconds} s.`,
    hint: 'The program itself was not harmed and can go on.',
    audience: 'user',
  })),
  evaluationEnded: define('engine.evaluationEnded', () => ({
    message: 'The evaluation was ended.',
    audience: 'expected',
  })),
  evaluationStays: define('engine.evaluationStays', () => ({
    message:
      'The evaluation that was cancelled still runs: what else the program is doing would be ended with it.',
    hint: 'Pause the program to see where it is. If it never returns, only a restart of the program helps.',
    audience: 'user',
  })),
  workerNotDebugged: define('engine.workerNotDebugged', (worker: string, cause: unknown) => ({
    message: `The worker "${worker}" runs without being debugged: ${cause instanceof Error ? cause.message : String(cause)}.`,
    hint: 'Its breakpoints may never be hit. Please report this.',
    audience: 'user',
  })),
  notAvailable: define('engine.notAvailable', (name: string) => ({
    message: `${name} is not available here: V8 keeps only the variables of outer functions that inner ones use.`,
    audience: 'expected',
  })),
  constantAssigned: define('engine.constantAssigned', (name: string, kind: string) => ({
    message: `${name} is ${kind === 'import' ? 'an import' : 'a constant'}: it cannot be changed.`,
    audience: 'expected',
  })),
  memoryUnknown: define('engine.memoryUnknown', (reference: string) => ({
    message: `There is no memory with the reference ${reference}.`,
    audience: 'expected',
  })),
  memoryOutOfRange: define('engine.memoryOutOfRange', (offset: number, count: number) => ({
    message: `${count} bytes at ${offset} do not fit into the memory of the value.`,
    audience: 'expected',
  })),
  locationUnknown: define('engine.locationUnknown', () => ({
    message: 'V8 does not know where the source of this value is.',
    audience: 'expected',
  })),
  sideEffects: define('engine.sideEffects', () => ({
    message: 'Not evaluated, because it would have side effects.',
    hint: 'Evaluate it in the debug console if you mean it.',
    audience: 'expected',
  })),
  evaluationFailed: define('engine.evaluationFailed', (thrown: string) => ({
    message: thrown,
    audience: 'expected',
  })),
  conditionFailed: define('engine.conditionFailed', (condition: string, thrown: string) => ({
    message: `The breakpoint condition \`${condition}\` failed: ${thrown}.`,
    hint: 'The program was not stopped there. This is said once per breakpoint.',
    audience: 'user',
  })),
  filterFailed: define('engine.filterFailed', (condition: string, thrown: string) => ({
    message: `The condition \`${condition}\` of an exception filter failed: ${thrown}.`,
    hint: 'The program was not stopped there. This is said once per filter.',
    audience: 'user',
  })),
  profileKindUnknown: define('engine.profileKindUnknown', (kind: string, known: readonly string[]) => ({
    message: `There is no profile of the kind "${kind}".`,
    hint: `Ask for one of: ${known.join(', ')}.`,
    audience: 'user',
  })),
  profileRunning: define('engine.profileRunning', (kind: string) => ({
    message: `A ${kind} profile of this thread is being taken already.`,
    hint: 'Stop it first.',
    audience: 'user',
  })),
  profileNotRunning: define('engine.profileNotRunning', (kind: string) => ({
    message: `No ${kind} profile of this thread is being taken.`,
    hint: 'Start one first.',
    audience: 'user',
  })),
  profileUnwritable: define('engine.profileUnwritable', (path: string, reason: string) => ({
    message: `The file "${path}" cannot be written: ${reason}.`,
    hint: 'Choose a directory that exists and that you may write to.',
    audience: 'user',
  })),
  childrenLost: define('engine.childrenLost', (command: string) => ({
    message: `The command \`${command}\` gives Node.js NODE_OPTIONS of its own: what it starts is not debugged.`,
    hint: 'Let it add to what is there: NODE_OPTIONS="… $NODE_OPTIONS" (on Windows %NODE_OPTIONS%).',
    audience: 'user',
  })),
  reloadUnreadable: define('engine.reloadUnreadable', (file: string, reason: string) => ({
    message: `The changes cannot be applied: "${file}" cannot be read (${reason}).`,
    audience: 'user',
  })),
  reloadCompileError: define('engine.reloadCompileError', (place: string, problem: string) => ({
    message: `The changes cannot be applied: ${place}: ${problem}.`,
    hint: 'The program goes on as it was.',
    audience: 'user',
  })),
  reloadActive: define('engine.reloadActive', (file: string) => ({
    message: `The changes to "${file}" cannot be applied: a function that they change is being called, or has called what runs now.`,
    hint: 'Try again when it has returned, or restart.',
    audience: 'user',
  })),
  reloadSuspended: define('engine.reloadSuspended', (file: string) => ({
    message: `The changes to "${file}" cannot be applied: they change an async function or a generator that waits to go on.`,
    hint: 'Try again when it has ended, or restart.',
    audience: 'user',
  })),
  reloadTopLevel: define('engine.reloadTopLevel', (file: string) => ({
    message: `The changes to "${file}" cannot be applied: what an ES module does outside its functions runs once.`,
    hint: 'Restart to run it again.',
    audience: 'user',
  })),
  reloadInMemory: define('engine.reloadInMemory', (file: string) => ({
    message: `The changes to "${file}" cannot be applied: a loader compiles it in memory.`,
    hint: 'Restart to load it again.',
    audience: 'user',
  })),
  reloadNotCompiled: define('engine.reloadNotCompiled', (source: string, file: string) => ({
    message: `"${source}" was saved, but what runs is "${file}", which was not compiled again.`,
    hint: 'Let your compiler watch, or compile it and apply the changes again.',
    audience: 'user',
  })),
  stopFailed: define('engine.stopFailed', (cause: unknown) => ({
    message: `Tandem could not make sense of a pause and let the program run on: ${String(cause)}.`,
    hint: 'Please report this.',
    audience: 'internal',
  })),
} as const;

/** Nobody is there to be debugged, which may be different in a moment. */
export const isAbsence = (thrown: unknown): boolean =>
  thrown instanceof TandemError && ABSENT.has(thrown.code);

const ABSENT = new Set(
  [
    errors.attachNobody(''),
    errors.attachCloses(''),
    errors.attachSilent(''),
    errors.attachNoProgram('', ''),
  ].map(({ code }) => code),
);
