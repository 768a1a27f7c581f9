import { mkdirSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Duplex, pipeline } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import type { AgentCommands, AgentEvents } from '../../../ipc/agent-commands.ts';
import { connect } from '../../../ipc/connect.ts';
import { publications } from '../../../ipc/discovery.ts';
import { hearLastWords } from '../../../ipc/last-words.ts';
import type { Listener } from '../../../ipc/listener.ts';
import { TransportFactory } from '../../../ipc/transport-factory.ts';
import { errors } from '../../../protocol/errors.ts';
import { holderOf } from '../../processes/listening-ports.ts';
import { agentDirectory } from './agent-directory.ts';
import { injectThere } from './inject-there.ts';
import { Programs } from './programs.ts';

/** What the agent can do where it is, by the names of {@link AgentCommands}. */
export type Hands = {
  readonly [C in keyof AgentCommands]: (
    args: AgentCommands[C]['arguments'],
  ) => Promise<AgentCommands[C]['body']>;
};

/** Makes a stream of the pipe by its number. */
type StreamOf = (number: number) => Duplex;

type Tell = <E extends keyof AgentEvents>(event: E, body: AgentEvents[E]) => void;

export function handsOn(streamOf: StreamOf, tell: Tell): Hands {
  let last = 0;
  const newStream = (): readonly [number, Duplex] => {
    last += 1;
    return [last, streamOf(last)];
  };
  const bridge = (socket: Duplex): number => {
    const [number, stream] = newStream();
    hearLastWords(socket);
    // Whichever ends takes the other along; what it had said arrives first.
    pipeline(socket, stream, socket, () => {});
    return number;
  };

  const programs = new Programs(newStream, (ended) => tell('exited', ended));

  return {
    async connect({ endpoint }) {
      return { stream: bridge(await connect(endpoint)) };
    },

    async listen() {
      const path = join(agentDirectory(), 'home');
      const windows = process.platform === 'win32';
      const { listener, launcherArgs } = await TransportFactory.createListener(
        windows ? { transport: 'auto' } : { transport: 'auto', path },
      );
      void acceptAll(listener, (client) => tell('client', { stream: bridge(client) }));
      return { launcherArgs };
    },

    async programs() {
      return { programs: publications('program') };
    },

    async write({ files }) {
      const directory = join(agentDirectory(), 'files');
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      for (const [name, content] of Object.entries(files)) {
        await writeFile(join(directory, name), inflateRawSync(Buffer.from(content, 'base64')), {
          mode: 0o600,
        });
      }
      return { directory };
    },

    async read({ path }) {
      const file = await open(path).catch((error: Error) => {
        throw errors.farFileUnreadable(path, error.message);
      });
      const [number, stream] = newStream();
      pipeline(file.createReadStream(), stream, () => {});
      return { stream: number };
    },

    async remove({ path }) {
      await rm(path, { force: true });
      return {};
    },

    async signal({ pid, signal }) {
      try {
        process.kill(programs.has(pid) && process.platform !== 'win32' ? -pid : pid, signal);
        return { alive: true };
      } catch (error) {
        return { alive: (error as NodeJS.ErrnoException).code === 'EPERM' };
      }
    },

    async holder({ port }) {
      return { pid: (await holderOf(port)) ?? null };
    },

    async inject(what) {
      await injectThere(what);
      return {};
    },

    start: (what) => programs.start(what),
    flush: ({ pid }) => programs.flush(pid),
  };
}

async function acceptAll(listener: Listener, take: (client: Duplex) => void): Promise<never> {
  for (;;) take(await listener.waitForClient(Number.POSITIVE_INFINITY));
}
