/** The program of the contract in one language, and what a person types to it. Lines are marked by a comment at their end. */
export interface Language {
  readonly file: string;
  readonly comment: string;
  readonly source: string;
  readonly everyFifth: string;
  readonly pid: string;
  /** Makes one of the program's own variables (`fail`, `tell`, `end`) have a value. */
  readonly set: (name: string, value: number | true) => string;
}

/** Each runs until it is told to stop, so that a debugger may come at any time. */
export const JAVASCRIPT: Language = {
  file: 'program.js',
  comment: '//',
  everyFifth: 'turns % 5 === 0',
  pid: 'process.pid',
  set: (name, value) => `${name === 'end' ? name : `globalThis.${name}`} = ${value}`,
  source: `
let turns = 0;
let end;

function double(n) {
  let doubled = n * 2; // doubled
  return doubled; // result
}

function turn() {
  turns += 1; // turn
  const twice = double(turns); // call
  if (globalThis.fail) fails(); // after
  if (end !== undefined) clearInterval(timer), (process.exitCode = end); // last
  if (globalThis.tell) told();
  return twice;
}

function told() {
  require('node:fs').writeFileSync(__filename + '.turns', String(turns));
}

function fails() {
  globalThis.fail = false;
  throw new TypeError('as asked'); // throw
}

process.on('uncaughtException', () => {});
const timer = setInterval(turn, 10);
`,
};

export const PYTHON: Language = {
  file: 'program.py',
  comment: '#',
  everyFifth: 'turns % 5 == 0',
  pid: 'os.getpid()',
  set: (name, value) => `${name} = ${value === true ? 'True' : value}`,
  source: `
import os, sys, time

turns = 0
fail = tell = False
end = None

def double(n):
    doubled = n * 2  # doubled
    return doubled  # result

def turn():
    global turns
    turns += 1  # turn
    twice = double(turns)  # call
    if fail: fails()  # after
    if end is not None: sys.exit(end)  # last
    if tell: told()
    return twice

def told():
    with open(__file__ + ".turns", "w") as file:
        file.write(str(turns))

def fails():
    global fail
    fail = False
    raise TypeError("as asked")  # throw

while True:
    try:
        turn()
    except TypeError:
        pass
    time.sleep(0.01)
`,
};
