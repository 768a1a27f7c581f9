import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { parseLauncherArgs } from '../../ipc/launcher-args.ts';
import { files } from './fixtures.ts';

/** A runtime that runs a program as `node` does, but has its launcher dial us instead of the adapter. */
export interface CuttingProxy extends AsyncDisposable {
  readonly runtimeExecutable: string;
  /** How often the launcher has dialled. */
  readonly dialled: number;
  /** Cuts the connection, now or once so many more bytes have passed on to the adapter; the rest of them is lost. */
  cut(afterBytes?: number): void;
  /** While true, who dials is turned away. */
  turnAway: boolean;
  /** Reads nothing of what the launcher says, as an adapter that is too busy. */
  pause(): void;
  resume(): void;
}

export async function cuttingProxy(): Promise<CuttingProxy> {
  let left = Number.POSITIVE_INFINITY;
  let dialled = 0;
  let turnAway = false;
  let adapter: Socket | undefined;
  let launcher: Socket | undefined;
  const destroy = () => {
    left = Number.POSITIVE_INFINITY;
    adapter?.destroy();
    launcher?.destroy();
  };
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (turnAway) return void socket.destroy();
    dialled += 1;
    launcher = socket;
    // What the launcher was told by the adapter, before we told it otherwise.
    const told = JSON.parse(readFileSync(join(directory, 'arguments'), 'utf8')) as string[];
    const endpoint = parseLauncherArgs(told);
    const target =
      endpoint.transport === 'tcp' ? connect(endpoint) : connect((endpoint as { path: string }).path);
    adapter = target;
    target.on('error', () => {});
    target.on('data', (bytes) => socket.write(bytes));
    target.on('close', () => socket.destroy());
    socket.on('close', () => target.destroy());
    socket.on('data', (bytes: Buffer) => {
      target.write(bytes.subarray(0, left));
      left -= bytes.length;
      // The end is sent behind what was written, and nothing else.
      if (left <= 0) target.end(destroy);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = JSON.stringify(['--ipc', 'tcp', '--ipc-host', '127.0.0.1', '--ipc-port', `${port}`]);
  const directory = files({
    run: `#!/bin/sh
printf %s "$TANDEM_LAUNCHER_ARGS" > "$(dirname "$0")/arguments"
TANDEM_LAUNCHER_ARGS='${endpoint}' exec '${process.execPath}' "$@"
`,
  });
  const runtimeExecutable = join(directory, 'run');
  chmodSync(runtimeExecutable, 0o755);
  return {
    runtimeExecutable,
    get dialled() {
      return dialled;
    },
    get turnAway() {
      return turnAway;
    },
    set turnAway(value) {
      turnAway = value;
    },
    cut(afterBytes) {
      if (afterBytes === undefined) destroy();
      else left = afterBytes;
    },
    pause: () => launcher?.pause(),
    resume: () => launcher?.resume(),
    async [Symbol.asyncDispose]() {
      destroy();
      server.close();
    },
  };
}

/** Whether a launcher's arguments can be rewritten by a shell script. */
export const HAS_SHELL = existsSync('/bin/sh');
