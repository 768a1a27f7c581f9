import { TandemError } from '../../../protocol/errors.ts';
import { defineCommand } from '../command.ts';
import type { Canvas } from '../render/source-window.ts';
import type { Look } from '../render/style.ts';
import { tell } from '../tasks/report.ts';
import { noArguments } from '../tasks/task-options.ts';
import { type Check, type Finding, problem } from './check.ts';
import { placeChecks } from './place-checks.ts';
import { runtimeChecks } from './runtime-checks.ts';
import { serverChecks } from './server-checks.ts';

const CHECKS: readonly Check[] = [...runtimeChecks, ...placeChecks, ...serverChecks];

/** There is a problem. */
const UNWELL = 1;

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'find out what keeps Tandem from working here',
  help: {
    about: 'Looks at what Tandem needs to work here, and says what to do about what is wrong.',
    usage: '[OPTIONS]',
    notes: `Exit code: 0 when there is no problem, ${UNWELL} when there is one.`,
  },
  options: { json: { type: 'boolean', summary: 'answer in JSON' } },
  optionsPlace: 'anywhere',
  run: async ({ values, rest, command }) => {
    noArguments(rest, command);
    const checks = (await Promise.all(CHECKS.map(carryOut))).flat();
    const problems = checks.filter(({ state }) => state === 'problem').length;
    return tell(
      {
        data: { ok: problems === 0, checks },
        text: (canvas) =>
          [...checks.map((check) => render(check, canvas)), '', summary(problems, canvas)].join('\n'),
        exitCode: problems === 0 ? 0 : UNWELL,
      },
      values.json,
    );
  },
});

interface NamedFinding extends Finding {
  readonly name: string;
}

async function carryOut({ name, look }: Check): Promise<NamedFinding[]> {
  try {
    return [await look()].flat().map((finding) => ({ name, ...finding }));
  } catch (thrown) {
    const { message, hint } = TandemError.from(thrown);
    return [{ name, ...problem(message, hint) }];
  }
}

const MARKS: Readonly<Record<Finding['state'], readonly [mark: string, look: Look]>> = {
  ok: ['✓', 'good'],
  note: ['·', 'pause'],
  problem: ['✗', 'bad'],
};

const WIDTH = Math.max(...CHECKS.map(({ name }) => name.length));

function render({ name, state, message, hint }: NamedFinding, { paint }: Canvas): string {
  const [mark, look] = MARKS[state];
  const line = `${paint(look, mark)} ${name.padEnd(WIDTH)}  ${message}`;
  return hint === undefined ? line : `${line}\n  ${' '.repeat(WIDTH)}  ${paint('faint', hint)}`;
}

function summary(problems: number, { paint }: Canvas): string {
  if (problems === 0) return `${paint('good', '●')} Tandem works here.`;
  return `${paint('bad', '●')} ${problems === 1 ? 'There is a problem' : `There are ${problems} problems`}.`;
}
