import * as z from 'zod';
import { errors } from '../../protocol/errors.ts';
import { exceptionMode, wantedBreakpoint } from '../../protocol/tasks/breakpoints.ts';
import { attachPlace } from '../session/attach-place.ts';
import { clip } from '../session/limits.ts';
import { waitMs } from './inputs.ts';
import { tellStart } from './tell-start.ts';
import { codeIn } from './text/code-in-breakpoints.ts';
import { fenced, inCode } from './text/markdown.ts';
import { defineTool, type Question } from './tool.ts';

const input = z.strictObject({
  program: z.string().min(1).optional().describe('A JavaScript, TypeScript or Python file to run.'),
  args: z.array(z.string()).optional().describe('Arguments of the program.'),
  command: z
    .array(z.string())
    .min(1)
    .optional()
    .describe(
      'Instead of program: a command whose Node.js or Python programs are debugged, such as ["npx", "vitest", "run", "cart.test.ts"] or ["python", "-m", "pytest", "test_cart.py"].',
    ),
  attach: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Instead of program: one that runs already. Its process id, or ":9229", "HOST:PORT", "unix:/PATH".',
    ),
  named: z
    .string()
    .min(1)
    .optional()
    .describe('Instead of program: the name of a configuration in launch.json.'),
  configuration: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      'Instead of program: a whole launch or attach configuration as in launch.json. Beside program or command: more of its settings, such as "runtimeArgs", "envFile", "skipFiles", or of Python "python", "justMyCode".',
    ),
  cwd: z.string().min(1).optional().describe('Working directory; by default the workspace folder.'),
  env: z.record(z.string(), z.string()).optional().describe('Environment variables to add.'),
  breakpoints: z
    .array(wantedBreakpoint)
    .optional()
    .describe(
      'In force before the first line. By "line", by "text" of a line (survives edits), or by "function".',
    ),
  exceptions: exceptionMode.optional().describe('Which exceptions stop the program; default uncaught.'),
  stopOnEntry: z.boolean().optional().describe('Stop before the first statement.'),
  waitMs,
});

type Input = z.output<typeof input>;

export const startTool = defineTool({
  name: 'debug_start',
  title: 'Start debugging',
  description:
    'Runs a program (JavaScript or TypeScript on Node.js, no build needed, or Python) under the debugger, or attaches to one that runs, and waits for its first stop. Answers with the whole context of that stop: source, variables, stack, output; or how the program has ended. It stops at breakpoints and at uncaught exceptions. Start here to find out why a program misbehaves.',
  input,
  looks: false,
  doing: (wanted) => `Debugging ${titleOf(wanted)}`,
  question,
  async run(context, wanted) {
    const { breakpoints, exceptions, waitMs } = wanted;
    const started = await context.commander.send('StartNewTask', {
      configuration: configurationOf(wanted),
      ...(breakpoints && { breakpoints }),
      ...(exceptions && { exceptions }),
    });
    return tellStart(context, started, waitMs);
  },
});

const NAME_LENGTH = 60;

/** Of the ways to say what is debugged exactly one. */
function configurationOf(wanted: Input): Record<string, unknown> | string {
  const { program, command, attach, named, configuration } = wanted;
  const given = [program, command, attach, named].filter((way) => way !== undefined).length;
  if (given > 1) throw errors.toolStart('It is said in more than one way what to debug.');
  if (named !== undefined) {
    rejectBeside(named, wanted);
    return named;
  }
  if (given === 0 && configuration === undefined) throw errors.toolStart('It is not said what to debug.');
  const { args, cwd, env, stopOnEntry } = wanted;
  return {
    request: 'launch',
    ...configuration,
    ...(given > 0 && { request: attach === undefined ? 'launch' : 'attach' }),
    ...(program !== undefined && { program }),
    ...(command && {
      name: clip(command.join(' '), NAME_LENGTH),
      runtimeExecutable: command[0],
      runtimeArgs: command.slice(1),
    }),
    ...(attach !== undefined && { name: `attached to ${attach}`, ...placeOf(attach) }),
    ...(args && { args }),
    ...(cwd !== undefined && { cwd }),
    ...(env && { env: { ...(configuration?.env as object | undefined), ...env } }),
    ...(stopOnEntry !== undefined && { stopOnEntry }),
  };
}

function rejectBeside(named: string, { args, cwd, env, stopOnEntry, configuration }: Input): void {
  const beside = Object.entries({ args, cwd, env, stopOnEntry, configuration }).find(
    ([, value]) => value !== undefined,
  );
  if (beside)
    throw errors.toolStart(
      `The configuration "${named}" is taken as it is: "${beside[0]}" cannot change it.`,
    );
}

function placeOf(attach: string): Readonly<Record<string, unknown>> {
  const place = attachPlace(attach);
  if (!place) throw errors.toolStart(`"${attach}" is no place where a program can be.`);
  return place;
}

/** A short line, for one who sees what goes on. */
function titleOf({ program, command, attach, named, configuration = {} }: Input): string {
  if (attach !== undefined) return `the program at ${inCode(attach)}`;
  const title = command?.join(' ') ?? program ?? named ?? configuration.program ?? configuration.name;
  return typeof title === 'string' ? inCode(clip(title, NAME_LENGTH)) : 'a program';
}

/** All that decides what runs: the very configuration that is sent. */
function question(wanted: Input): Question {
  const configuration = configurationOf(wanted);
  const code = codeIn(wanted.breakpoints ?? []);
  const breakpoints = code.length > 0 ? ['With breakpoints that run code:', ...code] : [];
  if (typeof configuration === 'string') {
    const message = ['Starts this configuration of launch.json:', fenced(configuration), ...breakpoints];
    return { title: 'Start debugging?', message: message.join('\n\n') };
  }
  const attaches = configuration.request === 'attach';
  const message = [
    attaches ? 'Attaches to it with this configuration:' : 'Runs this under the debugger:',
    fenced(JSON.stringify(configuration, null, 2), 'json'),
    ...breakpoints,
  ];
  return {
    title: attaches ? 'Debug a running program?' : 'Run a program?',
    message: message.join('\n\n'),
  };
}
