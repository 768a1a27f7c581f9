import type { Outcome } from './answer.ts';
import { COLUMNS, readAnswers } from './answer-files.ts';
import type { Found } from './found.ts';
import { protocolWords } from './words.ts';

const YES = '✓';
const NO = '–';
const HEADER = `| | ${COLUMNS.join(' | ')} |\n| --- |${' --- |'.repeat(COLUMNS.length)}`;

/** What the answers say, as Markdown. */
export function capabilityTables(): string {
  const all = COLUMNS.map((name) => ({ name, found: readAnswers(name) }));
  const { requests, capabilities } = protocolWords();
  const footnotes: string[] = [];
  const requestRows = requests.map((request) => {
    const cells = all.map(({ name, found }) => {
      const outcome = found.requests[request];
      if (found.documented) return documented(request, found);
      if (typeof outcome !== 'object') return outcome ? OUTCOMES[outcome] : '';
      footnotes.push(`${name}, \`${request}\`: ${outcome.error}`);
      return `✗ <sup>${footnotes.length}</sup>`;
    });
    return `| \`${request}\` | ${cells.join(' | ')} |`;
  });
  const capabilityRows = capabilities.map((name) => {
    const cells = all.map(({ found }) => capabilityCell(found.capabilities[name]));
    return `| \`${name}\` | ${cells.join(' | ')} |`;
  });
  const versions = all.flatMap(({ name, found }) => (found.version ? [`${name} ${found.version}`] : []));
  const events = all.flatMap(({ name, found }) =>
    found.documented ? [] : [`- ${name}: ${found.events.map((event) => `\`${event}\``).join(', ')}`],
  );
  return [
    `Tried: ${versions.join('; ')}.`,
    '## Requests',
    `${HEADER}\n${requestRows.join('\n')}`,
    footnotes.map((text, index) => `${index + 1}. ${text}`).join('\n'),
    '## Capabilities',
    `${HEADER}\n${capabilityRows.join('\n')}`,
    '## Events that came meanwhile',
    events.join('\n'),
  ].join('\n\n');
}

const OUTCOMES: Readonly<Record<Extract<Outcome, string>, string>> = {
  yes: YES,
  no: NO,
  silent: 'no answer',
  mute: 'falls silent',
};

/** Which capability promises a request, where its name does not say so. */
const PROMISES: Readonly<Record<string, string>> = {
  setVariable: 'supportsSetVariable',
  setExpression: 'supportsSetExpression',
  dataBreakpointInfo: 'supportsDataBreakpoints',
  setDataBreakpoints: 'supportsDataBreakpoints',
  setFunctionBreakpoints: 'supportsFunctionBreakpoints',
  setInstructionBreakpoints: 'supportsInstructionBreakpoints',
  restartFrame: 'supportsRestartFrame',
  stepBack: 'supportsStepBack',
  reverseContinue: 'supportsStepBack',
  goto: 'supportsGotoTargetsRequest',
};

/** Every adapter has these. */
const PLAIN = new Set(
  'initialize launch attach setBreakpoints setExceptionBreakpoints threads stackTrace scopes variables evaluate continue next stepIn stepOut pause disconnect'.split(
    ' ',
  ),
);

function documented(request: string, { capabilities }: Found): string {
  const name = `supports${request.charAt(0).toUpperCase()}${request.slice(1)}Request`;
  return PLAIN.has(request) || capabilities[PROMISES[request] ?? name] ? `(${YES})` : `(${NO})`;
}

function capabilityCell(value: unknown): string {
  if (!Array.isArray(value)) return value ? YES : NO;
  const names = value.map((one) => {
    const { filter, mode, default: isOn } = (typeof one === 'object' ? one : {}) as Record<string, unknown>;
    return `\`${filter ?? mode ?? (typeof one === 'string' ? one : JSON.stringify(one))}\`${isOn ? ' (on)' : ''}`;
  });
  return names.join(', ') || NO;
}
