import { describe, expect, it } from 'vitest';
import { listeningPorts } from '../../adapter/processes/listening-ports.ts';
import { join, RunningProgram } from '../adapter/attach/support.ts';
import { program } from '../support/fixtures.ts';

const FOREVER = "setInterval(() => {}, 1000); console.log('ready');";

/** Where a Node has said that its inspector is open. */
const opened = ({ output }: RunningProgram): string[] =>
  [...output.matchAll(/Debugger listening on ws:\/\/(\S+):\d+\//g)].map(([, host]) => host!);

describe.skipIf(process.platform === 'win32')('the inspector that an attach by process id opens', () => {
  it.each([['--inspect-port=0'], ['--inspect-port=localhost:0']])(
    'is open once, on loopback alone, and closed when the debugger is in: %s',
    async (option) => {
      const running = await RunningProgram.start([option, program(FOREVER)]);
      const client = await join({ processId: running.pid });
      expect((await listeningPorts(running.pid)) ?? []).toEqual([]);
      await client.request('disconnect', {});
      expect(opened(running)).toHaveLength(1);
      expect(['127.0.0.1', '[::1]', 'localhost']).toContain(opened(running)[0]);
    },
  );
});
