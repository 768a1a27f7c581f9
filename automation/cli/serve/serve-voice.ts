import { VERSION } from '../../../adapter/version.ts';
import type { TaskEvent } from '../../../protocol/tasks/events.ts';
import type { TaskInfo } from '../../../protocol/tasks/task.ts';
import type { TaskServer } from '../../server/task-server.ts';
import { shownPath } from '../render/text.ts';
import { renderEndOf } from '../tasks/outcome.ts';
import { answerCanvas } from '../tasks/report.ts';

interface Served {
  readonly server: TaskServer;
  readonly folders: readonly string[];
}

/** What a server tells whoever has started it. */
export interface ServeVoice {
  listening(served: Served): void;
  event(event: TaskEvent): void;
}

export const serveVoice = (json: boolean): ServeVoice => (json ? jsonVoice : textVoice);

const write = (line: string): void => void process.stdout.write(`${line}\n`);

const jsonVoice: ServeVoice = {
  listening: ({ server, folders }) =>
    write(
      JSON.stringify({
        pid: process.pid,
        kind: 'server',
        version: VERSION,
        endpoint: server.endpoint,
        publication: server.publication,
        folders,
      }),
    ),
  event: (event) => {
    if (isTold(event)) write(JSON.stringify(event));
  },
};

/** The comings and goings of tasks. What happens in them is for those who drive them. */
const isTold = (event: TaskEvent): boolean =>
  event.type === 'TaskStarted' || event.type === 'TaskCompleted' || event.type === 'TaskAborted';

const textVoice: ServeVoice = {
  listening({ server, folders }) {
    const { paint } = answerCanvas();
    const published = server.publication !== undefined;
    write(
      [
        `${paint('good', '●')} ${paint('heading', `Tandem ${VERSION}`)} serves ${folders.join(', ')}  ${paint('faint', `process ${process.pid}, ${server.endpoint}`)}`,
        ...server.notices.map((notice) => paint('bad', notice)),
        `  ${paint('accent', 'tandem start PROGRAM')}  in another terminal, in this folder`,
        published
          ? `  ${paint('accent', `tandem start --window ${process.pid} PROGRAM`)}  in any other`
          : `  ${paint('accent', `tandem start --endpoint ${server.endpoint} PROGRAM`)}  with the same TANDEM_TOKEN`,
        paint('faint', '  Ctrl-C ends it, and the programs that it runs.'),
      ].join('\n'),
    );
  },
  event(event) {
    const canvas = answerCanvas();
    if (event.type === 'TaskStarted')
      write(`${canvas.paint('good', '●')} Task ${event.taskId} started  ${describe(event.task)}`);
    if (event.type === 'TaskCompleted' || event.type === 'TaskAborted')
      write(`${renderEndOf(event.task, canvas)}  ${canvas.paint('faint', `task ${event.taskId}`)}`);
  },
};

const describe = ({ program, name }: TaskInfo): string => (program === undefined ? name : shownPath(program));
