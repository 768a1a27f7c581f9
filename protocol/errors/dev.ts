import { define } from './define.ts';

/** Dev mode: `tandem dev`, and sessions that are sent to it. */
export const devErrors = {
  devNoCheckout: define('dev.noCheckout', (looked: readonly string[]) => ({
    message: `Dev mode builds Tandem from its sources, and there are none in ${looked.map((place) => `"${place}"`).join(' or ')}.`,
    hint: 'Run it in a checkout of Tandem, or name one with --checkout.',
    audience: 'user',
  })),
  devNoBuilder: define('dev.noBuilder', (checkout: string, problem: string) => ({
    message: `The checkout "${checkout}" cannot be built: ${problem}.`,
    hint: 'Run "npm ci" there.',
    audience: 'user',
  })),
  devStateUnsafe: define('dev.stateUnsafe', (directory: string, problem: string) => ({
    message: `The state directory "${directory}" cannot be used: ${problem}.`,
    hint: 'Whoever reaches it can run programs as you: make it yours alone ("chmod 700"), or name another with --state.',
    audience: 'user',
  })),
  devStateForeign: define('dev.stateForeign', (directory: string, name: string) => ({
    message: `The state directory "${directory}" has something in it that is not of dev mode: "${name}".`,
    hint: 'Name a directory of its own with --state: what is in it is removed at the end.',
    audience: 'user',
  })),
  devRunning: define('dev.running', (pid: number | undefined, directory: string) => ({
    message: `A dev adapter${pid === undefined ? '' : ` (process ${pid})`} runs with the state directory "${directory}" already.`,
    hint: 'Use that one, end it with "tandem dev --stop", or name another directory with --state.',
    audience: 'user',
  })),
  devNotRunning: define('dev.notRunning', (directory: string) => ({
    message: `No dev adapter runs with the state directory "${directory}".`,
    hint: 'Start one with "tandem dev" in a checkout of Tandem.',
    audience: 'user',
  })),
  devStays: define('dev.stays', (pid: number, seconds: number) => ({
    message: `The dev adapter (process ${pid}) was asked to end, and has not within ${seconds} s.`,
    hint: 'It waits for the programs of its sessions. Ask once more to have them killed.',
    audience: 'user',
  })),
  devNotBuilt: define('dev.notBuilt', () => ({
    message: 'There is no dev adapter yet that was built without errors.',
    hint: 'What is wrong is said where "tandem dev" runs.',
    audience: 'user',
  })),
  devNotLoaded: define('dev.notLoaded', (problem: string) => ({
    message: `What was built cannot be loaded: ${problem}.`,
    audience: 'user',
  })),
  devToken: define('dev.token', (file: string) => ({
    message: 'Who comes by TCP says first who he is: a line with the word "token", a space, and the token.',
    hint: `It is in "${file}". Files and sockets below that directory need none.`,
    audience: 'user',
  })),
  devMessage: define('dev.message', (problem: string) => ({
    message: `That is no message of the Debug Adapter Protocol: ${problem}.`,
    audience: 'user',
  })),
} as const;
