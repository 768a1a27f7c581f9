import { countOf } from '../../../protocol/count-of.ts';
import type { DevEvent } from '../../dev/dev-events.ts';
import type { DevState } from '../../dev/dev-state.ts';
import { type Paint, painter } from '../render/style.ts';

/** What is told beside what happens: of a dev adapter that runs elsewhere. */
type Report = (event: DevEvent | { readonly event: 'running'; readonly state: DevState }) => void;

/** Tells what happens, in text or as one JSON object a line. Fields may be added, never renamed. */
export function devReporter(stream: NodeJS.WriteStream, json: boolean): Report {
  const paint = painter(stream);
  return (event) => stream.write(json ? `${JSON.stringify(withoutSecret(event))}\n` : textOf(event, paint));
}

/** Output is read by others than files of the user's own. */
function withoutSecret(event: Parameters<Report>[0]): object {
  if (!('state' in event)) return event;
  const { state, ...rest } = event;
  const { token: _, ...tcp } = state.endpoints.tcp;
  return { ...rest, ...state, endpoints: { ...state.endpoints, tcp } };
}

const shownTime = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

function textOf(event: Parameters<Report>[0], paint: Paint): string {
  switch (event.event) {
    case 'listening':
    case 'running':
      return whereabouts(event.state, paint);
    case 'built':
      return event.generation === undefined
        ? `${paint('good', '✔')} nothing has changed\n`
        : `${paint('good', '✔')} generation ${event.generation}, built in ${shownTime(event.durationMs)}\n`;
    case 'buildFailed': {
      const stays = event.generation === undefined ? '' : `; generation ${event.generation} stays`;
      return `${paint('bad', '✘')} not built${stays}\n${indented(event.problems)}\n`;
    }
    case 'sessionBegan':
      return `${paint('accent', '▸')} session ${event.session} ${paint('faint', `${event.way}, generation ${event.generation}`)}\n`;
    case 'sessionEnded':
      return `${paint('accent', '◂')} session ${event.session} ${paint('faint', `after ${shownTime(event.durationMs)}`)}\n`;
    case 'fault':
      return `${paint('bad', '✘')} thrown and not caught:\n${indented(event.error)}\n`;
    case 'ending':
      return event.sessions === 0 ? '' : `Ending ${countOf(event.sessions, 'session')} …\n`;
    case 'ended':
      return 'Ended.\n';
  }
}

function whereabouts(state: DevState, paint: Paint): string {
  const { socket, tcp, fifo, queue } = state.endpoints;
  const rows: readonly (readonly [string, string])[] = [
    ['socket', socket],
    ['tcp', `${tcp.host}:${tcp.port}, with the token in ${state.stateFile}`],
    ...(fifo ? [['fifos', `${fifo.in}, ${fifo.out}`] as const] : []),
    ['files', `${queue.in}, ${queue.out}`],
    ['log', state.log],
  ];
  const title = `Tandem dev adapter from ${state.checkout}, process ${state.pid}`;
  const list = rows.map(([name, place]) => `  ${paint('name', name.padEnd(8))}${place}\n`).join('');
  return `${paint('heading', title)}\n${list}`;
}
