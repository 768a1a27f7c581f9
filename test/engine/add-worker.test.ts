import { describe, expect, it } from 'vitest';
import { Engine } from '../../launcher/node/engine/engine.ts';
import { SAME_NAMES } from '../../launcher/node/engine/file-names.ts';
import { JsonChannel } from '../../launcher/node/engine/json-channel.ts';
import type { EngineEvent } from '../../protocol/commands.ts';

/** A worker that answers everything, but not what is said of it. */
class Worker extends JsonChannel {
  readonly names = SAME_NAMES;
  readonly #fails: (method: string, worker: Worker) => object | undefined;

  constructor(fails: (method: string, worker: Worker) => object | undefined) {
    super();
    this.#fails = fails;
  }

  close(): void {
    this.end('the worker is gone');
  }

  protected async transmit(message: object): Promise<void> {
    const { id, method } = message as { id: number; method: string };
    const answer = this.#fails(method, this) ?? { result: {} };
    queueMicrotask(() => this.receive(JSON.stringify({ id, ...answer })));
  }
}

async function toldOf(worker: Worker): Promise<EngineEvent[]> {
  const engine = new Engine({ main: undefined, release: () => {}, detached: () => {} });
  const told: EngineEvent[] = [];
  engine.onEvent((event) => told.push(event));
  await engine.addWorker('thumbnails', worker, { starting: true });
  return told.filter(({ event }) => event === 'output');
}

describe('a worker that does not come under control', () => {
  it('is told of, with the reason', async () => {
    const refusing = new Worker((method) =>
      method === 'Debugger.enable' ? { error: { message: 'no debugger here' } } : undefined,
    );
    expect(await toldOf(refusing)).toEqual([
      {
        event: 'output',
        body: {
          category: 'important',
          output: expect.stringMatching(/The worker "thumbnails" runs without .*: no debugger here\./),
        },
      },
    ]);
  });

  it.each([
    ['while it is asked', (_: string, worker: Worker) => void worker.close()],
    [
      'on the way to it',
      () => {
        throw new Error('Invalid session ID');
      },
    ],
  ])('is not told of when it has ended %s', async (_, fails) => {
    expect(await toldOf(new Worker(fails))).toEqual([]);
  });
});
