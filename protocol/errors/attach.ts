import { define } from './define.ts';
import { TandemError } from './tandem-error.ts';

/** Attaching to what runs already. */
export const attachErrors = {
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
    message: `Process ${pid} is neither Node.js nor Python, but ${executable}.`,
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
  processPythonTooOld: define('attach.processPythonTooOld', (pid: number, version: string) => ({
    message: `Process ${pid} is Python ${version}: only Python 3.14 and later let a debugger into a program that was not started for one.`,
    hint: 'Start it with "tandem exec", as "tandem exec python app.py": it can then be joined at any time.',
    audience: 'user',
  })),
  processPythonUnasked: define(
    'attach.processPythonUnasked',
    (pid: number, executable: string, reason: string) => ({
      message: `Which Python process ${pid} is cannot be found out: "${executable}" cannot be run (${reason}).`,
      hint: 'Start the program with "tandem exec": it can then be joined at any time.',
      audience: 'user',
    }),
  ),
  processPythonForbids: define('attach.processPythonForbids', (pid: number) => ({
    message: `Process ${pid} lets no debugger in: its Python was built, or started, without remote debugging.`,
    hint: 'Start it without PYTHON_DISABLE_REMOTE_DEBUG and "-X disable-remote-debug", or with "tandem exec".',
    audience: 'user',
  })),
  processPythonGuarded: define('attach.processPythonGuarded', (pid: number, reason: string) => ({
    message: `The system lets nobody write to the memory of process ${pid}, which is how a debugger is let in: ${reason}.`,
    hint: 'Allow it ("sudo sysctl kernel.yama.ptrace_scope=0"; in a container, the capability SYS_PTRACE), or start the program with "tandem exec".',
    audience: 'user',
  })),
  processPythonSilent: define('attach.processPythonSilent', (pid: number, seconds: number) => ({
    message: `Process ${pid} did not let the debugger in within ${seconds} s: its main thread waits in a call outside of Python.`,
    hint: 'Try again when that has returned, or set a longer "timeout".',
    audience: 'user',
  })),
  processForbids: define('attach.processForbids', (pid: number) => ({
    message: `Process ${pid} was started with --permission, under which Node.js lets no debugger in.`,
    hint: 'Start it without, or, from Node.js 25 on, with --allow-inspector and --allow-worker.',
    audience: 'user',
  })),
};

/** Nobody is there to be debugged, which may be different in a moment. */
export const isAbsence = (thrown: unknown): boolean =>
  thrown instanceof TandemError && ABSENT.has(thrown.code);

const ABSENT = new Set(
  [
    attachErrors.attachNobody(''),
    attachErrors.attachCloses(''),
    attachErrors.attachSilent(''),
    attachErrors.attachNoProgram('', ''),
  ].map(({ code }) => code),
);
