import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { endBuilder } from '../../automation/dev/builder-process.ts';
import type { DevEvent } from '../../automation/dev/dev-events.ts';
import { readDevState } from '../../automation/dev/dev-state.ts';
import { cleanEnvironment, cliArguments } from '../cli/support/cli.ts';
import { DapClient } from '../support/dap-client.ts';
import { devChannel } from '../support/dev-channel.ts';
import { files } from '../support/fixtures.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');

/** Sources that can be changed: Tandem's own, but for what its sessions log when they begin. */
export class Checkout {
  readonly directory = files({
    'scripts/build.mjs': `
      import { fileURLToPath } from 'node:url';
      import { adapterBundlesInto as real } from ${JSON.stringify(join(REPOSITORY, 'scripts/build.mjs'))};
      const entryPoints = { adapter: fileURLToPath(new URL('../adapter/main.ts', import.meta.url)) };
      export const adapterBundlesInto = (outdir) =>
        real(outdir).map((bundle) => bundle.entryPoints.adapter ? { ...bundle, entryPoints } : bundle);`,
    'adapter/main.ts': `
      import { createDebugSession as create } from ${JSON.stringify(join(REPOSITORY, 'adapter/main.ts'))};
      import { MARK } from './mark.ts';
      export const createDebugSession = (options) => {
        options.log('mark: ' + MARK);
        return create(options);
      };`,
    'adapter/mark.ts': `export const MARK = 'first';`,
  });

  constructor() {
    mkdirSync(join(this.directory, 'node_modules'));
    symlinkSync(join(REPOSITORY, 'node_modules/esbuild'), join(this.directory, 'node_modules/esbuild'));
  }

  /** Saves another version of a file that the adapter is made of. */
  save(text: string): void {
    writeFileSync(join(this.directory, 'adapter/mark.ts'), text);
  }
}

type Named<E extends DevEvent['event']> = Extract<DevEvent, { event: E }>;

/** A `tandem dev` of the test's own. */
export function startDev(checkout: string, state = join(files({}), 'state')): DevProcess {
  const dev = new DevProcess(checkout, state, cleanEnvironment());
  onTestFinished(() => dev.end());
  return dev;
}

/** A `tandem dev`. */
export class DevProcess {
  readonly state: string;
  readonly child: ChildProcess;
  readonly #events: DevEvent[] = [];
  readonly #changed: (() => void)[] = [];
  stderr = '';

  constructor(checkout: string, state: string, env: NodeJS.ProcessEnv) {
    this.state = state;
    const [file, ...args] = cliArguments(['dev', '--json', '--state', state, '--checkout', checkout]);
    this.child = spawn(file, args, { env });
    let partial = '';
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = (partial + text).split('\n');
      partial = lines.pop()!;
      this.#events.push(...lines.map((line) => JSON.parse(line) as DevEvent));
      for (const changed of this.#changed.splice(0)) changed();
    });
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
  }

  async end(): Promise<void> {
    this.child.kill();
    await this.exited;
  }

  /** Without a chance to end what it has started: that is done here, as the next one in its place would do it. */
  async kill(): Promise<void> {
    const builder = readDevState(this.state)?.builder;
    this.child.kill('SIGKILL');
    await this.exited;
    if (builder) await endBuilder(builder);
  }

  get exited(): Promise<number | NodeJS.Signals> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null)
      return Promise.resolve(child.exitCode ?? child.signalCode!);
    // Not `close`: what esbuild has of its streams may be open a little longer.
    return once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  }

  /** Resolves with the next event of that name that was not asked for yet. */
  async event<E extends DevEvent['event']>(name: E): Promise<Named<E>> {
    for (;;) {
      const index = this.#events.findIndex(({ event }) => event === name);
      if (index >= 0) return this.#events.splice(index, 1)[0] as Named<E>;
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
  }

  /** Resolves when it listens and has something to give to a session. */
  async ready(): Promise<this> {
    await Promise.all([this.event('listening'), this.event('built')]);
    return this;
  }

  /** A client that has introduced itself. */
  async connect(way = 'socket, lines', traits: object = {}): Promise<DapClient> {
    const channel = await devChannel(way, this.state);
    const client = new DapClient(channel);
    onTestFinished(async () => {
      channel.close();
      await Promise.race([channel.ended, this.exited]);
    });
    await client.request('initialize', { adapterID: 'tandem', ...traits });
    return client;
  }

  /** Whether there is a file or directory of that name in the state directory. */
  has(name: string): boolean {
    return existsSync(join(this.state, name));
  }
}
