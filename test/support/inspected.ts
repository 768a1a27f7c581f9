import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { connect, type Launching, type Settings } from './session.ts';

/** A process of the test's own that is gone when the test is over. */
export function running(
  words: readonly string[],
  { cwd, env = {} }: { readonly cwd?: string | undefined; readonly env?: NodeJS.ProcessEnv | undefined } = {},
): ChildProcess {
  const child = spawn(words[0]!, words.slice(1), {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
}

/** A program with its inspector open. */
export const inspected = async (file: string, option = '--inspect', args: readonly string[] = []) => {
  const child = running(['node', `${option}=0`, file, ...args]);
  return { child, port: await inspectorPort(child) };
};

/** The port that a Node says it has opened for debuggers. What it prints beyond that is read and forgotten. */
export function inspectorPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.resume();
    child.stderr!.on('data', (text: Buffer) => {
      said += text;
      const port = /listening on ws:\/\/\S+:(\d+)\//.exec(said)?.[1];
      if (port) resolve(Number(port));
    });
    child.once('exit', () => reject(new Error(`the program ended: ${said}`)));
  });
}

interface Launch extends Settings {
  readonly program: string;
  readonly runtimeExecutable?: string;
  readonly runtimeArgs?: readonly string[];
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** What `launch` does, for a program that somebody else has started, to wait for its debugger. */
export async function attachToInspected(
  settings: Settings,
  traits?: Parameters<typeof connect>[0],
): Promise<Launching> {
  const { program, runtimeExecutable, runtimeArgs, args, cwd, env, inProcess, ...rest } = settings as Launch;
  const words = ['--inspect-brk=0', ...(runtimeArgs ?? []), program, ...(args ?? [])];
  const port = await inspectorPort(running([runtimeExecutable ?? 'node', ...words], { cwd, env }));
  const client = await connect(traits);
  const launched = client.send('attach', { port, ...rest });
  launched.catch(() => {});
  await client.waitFor('initialized');
  return { client, launched };
}
