import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inlineTandem } from '../adapters/inline.ts';
import { freePort, openConnection, openListening } from '../adapters/listening-server.ts';
import { openStdio } from '../adapters/stdio-server.ts';
import { type Attachable, DapHost } from './dap-host.ts';
import type { TrialPrograms } from './try-all.ts';

/** An adapter that can be tried from here. */
export interface TriedAdapter {
  readonly name: string;
  readonly programs: TrialPrograms;
  host(): DapHost;
}

export const TANDEM = ['Tandem external', 'Tandem in-process'] as const;

/** @param dist The build of Tandem. */
export function tandemAdapters(dist: string): TriedAdapter[] {
  return TANDEM.map((name) => {
    const { open, settings } = inlineTandem(name, dist, name === 'Tandem in-process');
    return {
      name,
      programs: programsOf('stops.cjs', 'throws.cjs'),
      host: () => new DapHost({ open, settings, startAttachable: startInspectable }),
    };
  });
}

/** @param python An interpreter that has debugpy. */
export function debugpy(python: string): TriedAdapter {
  return {
    name: 'debugpy',
    programs: programsOf('stops.py', 'throws.py'),
    host: () =>
      new DapHost({
        open: () => openStdio([python, '-m', 'debugpy.adapter']),
        settings: { python: [python] },
        startAttachable: async () => {
          const port = await freePort();
          const { path } = programsOf('stops.py', 'throws.py').stops;
          const program = start(python, ['-m', 'debugpy', '--listen', `127.0.0.1:${port}`, path]);
          await delay(2000); // nothing tells when it listens
          return { ...program, configuration: {}, open: () => openConnection(port) };
        },
      }),
  };
}

/** @param dlv The command. */
export function delve(dlv: string): TriedAdapter {
  return {
    name: 'delve',
    programs: programsOf('stops/main.go', 'throws/main.go'),
    host: () =>
      new DapHost({
        open: () => openListening([dlv, 'dap', '--listen=127.0.0.1:{port}']),
        settings: { mode: 'debug', output: join(tmpdir(), 'tandem-trial-go') },
        startAttachable: async () => {
          const binary = join(tmpdir(), 'tandem-trial-attach');
          execFileSync('go', [
            'build',
            '-o',
            binary,
            programsOf('stops/main.go', 'throws/main.go').stops.path,
          ]);
          const program = start(binary, []);
          return { ...program, configuration: { mode: 'local', processId: program.pid } };
        },
      }),
  };
}

export function programsOf(stops: string, throws: string): TrialPrograms {
  const path = (name: string) => fileURLToPath(new URL(`programs/${name}`, import.meta.url));
  const lines = readFileSync(path(stops), 'utf8').split('\n');
  const line = lines.findIndex((text) => text.endsWith(' breakpoint')) + 1;
  return { stops: { path: path(stops), line }, throws: { path: path(throws), line: undefined } };
}

/** A program with V8's inspector on a port, which is how one attaches to programs of this runtime. */
async function startInspectable(): Promise<Attachable> {
  const port = await freePort();
  const { path } = programsOf('stops.cjs', 'throws.cjs').stops;
  const program = start(process.execPath, [`--inspect=127.0.0.1:${port}`, path]);
  await once(program.child.stderr!, 'data');
  return { ...program, configuration: { port, address: '127.0.0.1' } };
}

function start(command: string, args: readonly string[]) {
  const child = spawn(command, args, {
    cwd: dirname(fileURLToPath(import.meta.url)),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return {
    child,
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
