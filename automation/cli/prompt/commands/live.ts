import { resolveSource } from '../../../session/location.ts';
import type { Desk, PromptCommand } from '../prompt-command.ts';

type Kind = 'cpu' | 'heap-sampling';

const KINDS: Readonly<Record<string, Kind>> = { '': 'cpu', cpu: 'cpu', memory: 'heap-sampling' };

export const liveCommands: readonly PromptCommand[] = [
  {
    names: ['reload'],
    usage: '[FILE]',
    summary: 'put the present text of a file into the running program',
    completes: 'file',
    run: reload,
  },
  {
    names: ['profile'],
    usage: 'start | stop [cpu | memory]',
    summary: 'record where time goes, or memory, into a file',
    run: profile,
  },
  {
    names: ['snapshot'],
    summary: 'write the whole heap into a file',
    run: async (desk) => {
      const { path } = await desk.client.request('tandem.heapSnapshot', {});
      desk.print(`Wrote ${path}`);
    },
  },
];

async function reload(desk: Desk, rest: string): Promise<void> {
  const current = desk.current.frame?.file ?? desk.program;
  const path = rest === '' ? current : resolveSource(rest, current);
  desk.print((await desk.client.request('tandem.hotReload', { path })).message);
}

async function profile(desk: Desk, rest: string): Promise<void> {
  const [action, what = ''] = rest.split(/\s+/);
  const kind = KINDS[what];
  if (!kind || (action !== 'start' && action !== 'stop')) {
    return desk.print('Write "profile start", and later "profile stop"; behind it "memory" for allocations.');
  }
  if (action === 'start') {
    await desk.client.request('tandem.startProfile', { kind });
    return desk.print('Recording. Continue, and at a later stop: profile stop.');
  }
  desk.print(`Wrote ${(await desk.client.request('tandem.stopProfile', { kind })).path}`);
}
