import { define } from './define.ts';

/** The engine. */
export const engineErrors = {
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
};
