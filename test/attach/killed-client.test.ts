import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { cliArguments } from '../cli/support/cli.ts';
import { interpreters } from '../python/interpreters.ts';
import { attach } from '../support/attach.ts';
import { lineOf, program } from '../support/fixtures.ts';
import { ownMeetingPlace, WaitingProgram } from '../support/waiting-program.ts';

beforeEach(() => {
  vi.stubEnv('XDG_RUNTIME_DIR', ownMeetingPlace());
  return () => vi.unstubAllEnvs();
});

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

const JAVASCRIPT = `let count = 0;
setInterval(() => {
  count += 1; // turn
  console.log('turn', count);
}, 5);
`;
const PYTHON = `import time
count = 0
while True:
    count += 1  # // turn
    print("turn", count, flush=True)
    time.sleep(0.005)
`;

const PROGRAMS: readonly (readonly [name: string, source: string, python?: string])[] = [
  ['Node', JAVASCRIPT],
  ...interpreters.map(({ name, path }) => [name, PYTHON, path] as const),
];

it.runIf(process.platform === 'linux').each(PROGRAMS)(
  'a program of %s runs on when its debugger is killed while it is stopped, and takes the next one',
  async (...[, source = '', python]) => {
    const file = program(source);
    const waiting = new WaitingProgram(file, { python });
    const endpoint = await waiting.waits();
    const line = lineOf(file, 'turn');
    for (let round = 0; round < 3; round += 1) {
      // At a prompt nobody lets it run on.
      const [cli, ...args] = cliArguments(['attach', '--break', `${file}:${line}`, endpoint]);
      const wrapper = ['-c', 'import pty, sys; pty.spawn(sys.argv[1:])', cli, ...args];
      const debuggerProcess = spawn('python3', wrapper, { stdio: 'pipe' });
      onTestFinished(() => void debuggerProcess.kill('SIGKILL'));
      let said = '';
      while (!said.includes('Breakpoint 1')) said += String((await once(debuggerProcess.stdout, 'data'))[0]);
      for (const pid of childrenOf(debuggerProcess.pid!)) process.kill(pid, 'SIGKILL');
      await waiting.runs();
    }
    const client = await attach({ endpoint }, { [file]: [{ line }] });
    expect((await client.waitFor('stopped')).reason).toBe('breakpoint');
  },
);
