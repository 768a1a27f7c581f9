import { type Driver, NOBODY } from './driver.ts';
import type { LiveSession } from './live-session.ts';
import { code, plain } from './markdown.ts';
import { type Mode, modeOf } from './mode.ts';
import { STATE_WORDS, timeWords, whereWords } from './words.ts';

/** What a program runs in, as the adapter's `tandem.ride` tells it. */
export interface Ride {
  readonly runtime?: string;
  readonly version?: string;
  readonly transport?: string;
}

export interface Status {
  readonly text: string;
  /** Lines of Markdown. */
  readonly tooltip: readonly string[];
  readonly spoken: string;
}

/** What the status bar is about: the session that is in focus, if any. */
export interface InFocus {
  readonly session: LiveSession;
  readonly ride: Ride | undefined;
  readonly driver: Driver | undefined;
  /** Why it does not run in-process although its user wants that. */
  readonly notInProcess: string | undefined;
}

const RUNTIMES: Readonly<Record<string, string>> = { node: 'Node', python: 'Python', pyodide: 'Pyodide' };

/** Other than that of debugging, which VS Code's own item has. */
const ICONS: Readonly<Record<Mode, string>> = {
  'in-process': 'zap',
  external: 'server-process',
  attached: 'plug',
};

const TRANSPORTS: Readonly<Record<string, string>> = {
  unix: 'a private Unix socket',
  pipe: 'a private named pipe',
  tcp: 'TCP',
  ws: 'a WebSocket',
  inspector: 'the inspector of Node',
  command: 'a command',
};

/** `Node 24.1`: of Node the patch does not matter, and is in the tooltip. */
const shortVersion = (version: string): string => version.split('.').slice(0, 2).join('.');

/** @param wanted whether what starts next is to run in-process */
export function statusOf(focus: InFocus | undefined, wanted: boolean, now: number): Status {
  return focus ? ofSession(focus, wanted, now) : ofNone(wanted);
}

function ofNone(wanted: boolean): Status {
  return {
    text: wanted ? '$(zap) Tandem: in-process' : '$(server-process) Tandem',
    tooltip: ['**Tandem**', ...nextStart(wanted)],
    spoken: `Tandem. ${spokenNext(wanted)}`,
  };
}

function ofSession({ session, ride, driver, notInProcess }: InFocus, wanted: boolean, now: number): Status {
  const { beginning, state, process } = session;
  const mode = modeOf(beginning.configuration, beginning.parentId !== undefined);
  const name = (ride?.runtime && RUNTIMES[ride.runtime]) ?? 'Tandem';
  const runtime = ride?.version ? `${name} ${shortVersion(ride.version)}` : name;
  const next = wanted && mode !== 'in-process' ? ['next: in-process'] : [];
  const doing = STATE_WORDS[state].toLowerCase();
  const { startedBy, heldBy } = driver ?? NOBODY;
  const paused = session.pausedThread;
  const where = paused && whereWords(paused);
  const told = [
    runtime,
    // A process of its own is what everybody expects.
    ...(mode === 'external' ? [] : [mode]),
    doing,
    ...(heldBy === undefined ? [] : [`driven by ${heldBy}`]),
  ];
  return {
    text: `$(${ICONS[mode]}) ${[...told, ...next].join(' · ')}`,
    tooltip: [
      `**${plain(beginning.name)}** — ${plain([doing, ...(where ? [where] : [])].join(' · '))}`,
      `Runtime: ${name}${ride?.version ? ` ${plain(ride.version)}` : ''}`,
      `Mode: ${modeWords(mode, ride)}`,
      ...(process ? [`Program: ${code(process.name)}`] : []),
      ...(process?.pid === undefined ? [] : [`Process: ${process.pid}`]),
      `Started: ${plain(timeWords(beginning.startedAt, now))}`,
      ...(mode === 'attached' || ride?.runtime !== 'node' ? [] : [sourceMaps(beginning.configuration)]),
      `Driven by: ${plain(heldBy ?? (startedBy === undefined ? 'you' : `you, started by ${startedBy}`))}`,
      ...(notInProcess === undefined ? [] : [`$(info) Not in-process: ${plain(notInProcess)}`]),
      '---',
      ...nextStart(wanted),
    ],
    spoken: `Tandem: ${told.join(', ')}. ${spokenNext(wanted)}`,
  };
}

function modeWords(mode: Mode, ride: Ride | undefined): string {
  if (mode === 'in-process')
    return `in-process, in a worker of the extension host${ride?.runtime === 'pyodide' ? ' (Pyodide)' : ''}`;
  const by = ride?.transport && TRANSPORTS[ride.transport];
  return `${mode === 'external' ? 'a process of its own' : mode}${by ? `, over ${by}` : ''}`;
}

const sourceMaps = ({ sourceMaps }: Readonly<Record<string, unknown>>): string =>
  `Source maps: ${sourceMaps === false ? 'off' : 'read as scripts load'}`;

const nextStart = (wanted: boolean): string[] =>
  wanted
    ? [
        'What you start next runs **in-process**, unless its configuration says otherwise.',
        'Click to run it in a process of its own again.',
      ]
    : ['What you start next runs as its configuration says.', 'Click to run it **in-process**.'];

const spokenNext = (wanted: boolean): string =>
  wanted ? 'In-process is on for the next start.' : 'In-process is off for the next start.';
