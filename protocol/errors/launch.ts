import { define } from './define.ts';

/** The launch. */
export const launchErrors = {
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
    message: `The program ran and ended (${status}), but no Node.js or Python of it came to the debugger.${lastWords && ` Its last words: ${lastWords}`}`,
    hint: 'If a script in between sets NODE_OPTIONS or clears the environment, Tandem cannot follow it: let it add to NODE_OPTIONS="… $NODE_OPTIONS" instead. The same goes for PYTHONPATH.',
    audience: 'user',
  })),
  noHandshake: define('launch.noHandshake', (seconds: number) => ({
    message: `The program was started, but did not report to the debugger within ${seconds} s.`,
    hint: 'If "runtimeExecutable" or the terminal replaces NODE_OPTIONS, Tandem cannot follow it.',
    audience: 'user',
  })),
  programAmbiguous: define('launch.programAmbiguous', () => ({
    message: 'The launch configuration names more than one of "program", "module" and "code".',
    hint: 'Keep the one that is to run.',
    audience: 'user',
  })),
  programHasNoMain: define('launch.programHasNoMain', (path: string) => ({
    message: `The program "${path}" is a directory without a __main__.py.`,
    hint: 'Set "program" to the file to run, or "module" to the name of a package.',
    audience: 'user',
  })),
  pythonMissing: define('launch.pythonMissing', (setting: string, path: string) => ({
    message: `There is no Python interpreter "${path}".`,
    hint: `Correct "${setting}": the path of an interpreter or of a virtual environment, or a name on the PATH.`,
    audience: 'user',
  })),
  pythonNotInside: define('launch.pythonNotInside', (setting: string, path: string) => ({
    message: `There is no Python interpreter in the directory "${path}".`,
    hint: `Set "${setting}" to an interpreter, or to the directory of a virtual environment.`,
    audience: 'user',
  })),
  pythonNotExecutable: define('launch.pythonNotExecutable', (setting: string, path: string) => ({
    message: `"${path}" is a file that cannot be run, and so no Python interpreter.`,
    hint: `Correct "${setting}".`,
    audience: 'user',
  })),
  pythonWithOptions: define('launch.pythonWithOptions', (path: string, words: readonly string[]) => ({
    message: `There is no Python interpreter "${path}".`,
    hint: `Options are words of their own: "python": ${JSON.stringify(words)}.`,
    audience: 'user',
  })),
  pythonBroken: define('launch.pythonBroken', (environment: string, base: string | undefined) => ({
    message: `The virtual environment "${environment}" has lost its interpreter${base === undefined ? '' : `, which was made from the one in "${base}"`}.`,
    hint: `Make it anew ("python3 -m venv --clear ${environment}", or with the tool that has made it), or set "python" to another interpreter.`,
    audience: 'user',
  })),
  pythonRunner: define('launch.pythonRunner', (runner: string) => ({
    message: `"${runner} run" starts Python by itself, and Tandem would not be in it.`,
    hint: `Leave "${runner} run" out: the environment that ${runner} has made for a project is found. In a launch configuration name the "program" or the "module"; at a terminal, "tandem debug -m pytest".`,
    audience: 'user',
  })),
  pythonNotFound: define('launch.pythonNotFound', (tried: readonly string[]) => ({
    message: `No Python interpreter was found. Tried: ${tried.join('; ')}.`,
    hint: 'Install Python 3.9 or later, or set "python" to the path of an interpreter.',
    audience: 'user',
  })),
  pythonTooOld: define(
    'launch.pythonTooOld',
    (path: string, found: string, needed: string, newer: string | undefined) => ({
      message: `The interpreter "${path}" is Python ${found}; Tandem debugs Python ${needed} and later.`,
      hint: `Set "python" to a newer one${newer === undefined ? '' : `, such as "${newer}"`}.`,
      audience: 'user',
    }),
  ),
  pythonEndedEarly: define('launch.pythonEndedEarly', (path: string, status: string, lastWords: string) => ({
    message: `The program ended before it could be debugged (${status}).${lastWords && ` Its last words: ${lastWords}`}`,
    hint: `Check "python" ("${path}" was used) and "runtimeArgs": the program itself had not begun.`,
    audience: 'user',
  })),
  pythonTransport: define('launch.pythonTransport', (transport: string) => ({
    message: `Python programs cannot be reached over "transport": "${transport}".`,
    hint: 'Remove the setting, or use "unix" or "tcp".',
    audience: 'user',
  })),
  pythonInProcess: define('launch.pythonInProcess', () => ({
    message: 'On Windows, a Python program cannot be run in-process: it would see none of the files there.',
    hint: 'Remove "inProcess".',
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
};
