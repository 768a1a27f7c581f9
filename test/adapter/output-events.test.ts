import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import { OutputEvents, type OutputEventsOptions } from '../../adapter/output/output-events.ts';
import { deferred } from '../../adapter/util/deferred.ts';
import type { OutputRecord } from '../../protocol/output-record.ts';

const record = (more: Partial<OutputRecord> = {}): OutputRecord => ({
  kind: 'log',
  entry: 0,
  indent: 0,
  site: '/a.js:1:1',
  ...more,
});

function events(more: Partial<OutputEventsOptions> = {}) {
  const sent: DebugProtocol.OutputEvent['body'][] = [];
  const output = new OutputEvents({
    send: (body) => sent.push(body),
    locate: async (sites) => sites.map(() => ({ line: 1, column: 1 })),
    behind: () => undefined,
    hold: () => {},
    plain: false,
    ...more,
  });
  return { output, sent, text: () => sent.map((body) => body.output).join('') };
}

describe('output events', () => {
  it('are few in a flood, and keep its order', async () => {
    const { output, sent, text } = events();
    for (let line = 0; line < 1000; line += 1)
      output.write({ stream: 'stdout', text: `${line}\n`, record: record() });
    await output.settled();
    expect(text()).toBe(Array.from({ length: 1000 }, (_, line) => `${line}\n`).join(''));
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ line: 1, category: 'stdout' });
  });

  it('are one for each call where there is no flood, so that equal lines can be counted', async () => {
    const { output, sent } = events();
    for (let line = 0; line < 3; line += 1)
      output.write({ stream: 'stdout', text: 'same\n', record: record() });
    await output.settled();
    expect(sent).toHaveLength(3);
  });

  it('ask for each place once', async () => {
    const asked: string[] = [];
    const { output } = events({
      locate: async (sites) => {
        asked.push(...sites);
        return sites.map(() => null);
      },
    });
    for (const site of ['/a.js:1:1', '/b.js:1:1', '/a.js:1:1']) {
      output.write({ stream: 'stdout', text: 'x\n', record: record({ site }) });
      await output.settled();
    }
    expect(asked).toEqual(['/a.js:1:1', '/b.js:1:1']);
  });

  it('come without a place when nobody knows it any more', async () => {
    const { output, sent } = events({ locate: () => Promise.reject(new Error('it is gone')) });
    output.write({ stream: 'stderr', text: 'last words\n', record: record() });
    await output.settled();
    expect(sent).toEqual([{ category: 'stderr', output: 'last words\n' }]);
  });

  it('wait for a client that does not keep up, and so does the program', async () => {
    const caughtUp = deferred();
    const holds: boolean[] = [];
    let isBehind = true;
    const { output, text } = events({
      behind: () => (isBehind ? caughtUp.promise : undefined),
      hold: (held) => holds.push(held),
    });
    output.write({ stream: 'stdout', text: 'first ' });
    await output.settled();
    expect(holds).toEqual([true]);
    output.write({ stream: 'stdout', text: 'x'.repeat(1024 * 1024) });
    expect(text()).toBe('first ');
    // A stop does not wait.
    await output.settled();
    expect(text()).toHaveLength(6 + 1024 * 1024);
    output.write({ stream: 'stdout', text: ' last' });
    isBehind = false;
    caughtUp.resolve();
    await caughtUp.promise;
    await output.settled();
    expect(holds).toEqual([true, false]);
    expect(text().endsWith(' last')).toBe(true);
  });
});
