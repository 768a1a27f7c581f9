import { countOf } from '../../protocol/count-of.ts';
import type { Happened } from '../happened.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Privacy } from './privacy.ts';

/** What is known of one session. */
export interface SessionFacts {
  readonly name: string;
  readonly status: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly breakpoints: readonly Diagnosis[];
  readonly timeline: readonly Happened[];
  /** How many messages came before those of the timeline. */
  readonly dropped: number;
}

/** What there is to report, as it was found. */
export interface Facts {
  readonly versions: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly sessions: readonly SessionFacts[];
  readonly log: readonly string[];
  /** What could not be found out, and why. */
  readonly missing?: readonly string[];
}

/** A text in Markdown for whoever is to find the problem, with nothing in it that is nobody's business. */
export function composeReport(facts: Facts, privacy: Privacy): string {
  // First of all: what is found to be secret in them is hidden in all that follows.
  const configurations = facts.sessions.map(({ configuration }) => privacy.configuration(configuration));
  const settings = privacy.configuration(facts.settings);
  const known = [
    '## Versions',
    Object.entries(facts.versions)
      .map(([name, version]) => `- ${name}: ${version}`)
      .join('\n'),
    '## Settings of Tandem that were changed',
    json(settings),
    ...facts.sessions.flatMap((session, index) => sessionToMarkdown(session, configurations[index])),
    '## The last lines of the log',
    fenced(facts.log.join('\n') || '(nothing was logged)'),
    ...(facts.missing?.length
      ? ['## What could not be found out', facts.missing.map((line) => `- ${line}`).join('\n')]
      : []),
  ].join('\n\n');
  const told = privacy.text(known);
  return `${HEAD}\n${madeOf(privacy.hidden)}\n\n${told}\n`;
}

const HEAD = `# A problem with Tandem

What I did:

What I expected:

What happened instead:

---
`;

const madeOf = (
  hidden: number,
): string => `Nothing of this has been sent. Read it, take out what you like, and use the buttons above this text: *Copy Report*, or
*Open Issue*. It names files, settings, breakpoints with their conditions, and what the debugger has logged. Left out are
values of variables and the output of your program; hidden are the values of environment variables, what looks like a
secret (${countOf(hidden, 'place')}), your home directory, and your name. It is a guard against accidents, and no proof.`;

function sessionToMarkdown(
  { name, status, breakpoints, timeline, dropped }: SessionFacts,
  configuration: unknown,
): string[] {
  const before = dropped > 0 ? `(${dropped} before)\n` : '';
  return [
    `## Session "${name.replaceAll(/\s+/g, ' ')}", ${status}`,
    json(configuration),
    '### Its breakpoints',
    breakpoints.length === 0 ? 'None.' : fenced(breakpoints.map(breakpointToText).join('\n')),
    '### What was said',
    timeline.length === 0 ? 'Nothing.' : fenced(before + timeline.map(happenedToText).join('\n')),
  ];
}

const breakpointToText = ({ title, words, reasons, tried }: Diagnosis): string =>
  [`${title}: ${words}`, ...[...reasons, ...tried].map((line) => `    ${line}`)].join('\n');

const WAYS: Readonly<Record<Happened['kind'], string>> = { ask: '→', answer: '←', event: '⚡' };

function happenedToText({ at, kind, what, ms, problem }: Happened): string {
  const took = ms === undefined ? '' : ` ${ms.toFixed(1)} ms`;
  const failed = problem === undefined ? '' : ` ✗ ${problem}`;
  return `${at.toFixed(0).padStart(8)} ms ${WAYS[kind]} ${what}${took}${failed}`;
}

const json = (value: unknown): string => fenced(JSON.stringify(value, null, 2), 'json');

/** Text that cannot end its fence. */
const fenced = (text: string, language = ''): string =>
  `\`\`\`${language}\n${text.replaceAll('```', "'''")}\n\`\`\``;
