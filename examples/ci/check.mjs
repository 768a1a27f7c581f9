// Runs a program, and fails the build when an expression is not true where a breakpoint stops it.
//
//     node check.mjs checks.json
//
// {"program": …, "checks": [{"file": …, "text" or "line": …, "expression": …}]}; paths start where the file with them is.
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { TandemClient } from 'tandem-debug/client';
import { startServer } from 'tandem-debug/server';

const file = resolve(process.argv[2] ?? 'checks.json');

/** As GitHub shows it beside the line; everybody else can read it, too. */
function fail(frame, message) {
  const where = frame?.file ? `file=${property(relative(process.cwd(), frame.file))},line=${frame.line}` : '';
  console.log(`::error ${where}::${text(message)}`);
  process.exitCode = 1;
}

const escaped = (value, characters) =>
  value.replace(characters, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
const text = (value) => escaped(value, /[%\r\n]/g);
const property = (value) => escaped(value, /[%\r\n:,]/g);

const shown = (variables) => variables.map(({ name, value }) => `${name} = ${value}`).join(', ');

async function check(client, { checks, ...configuration }) {
  const breakpoints = checks.map(({ expression: _, ...place }) => place);
  const task = await client.start(configuration, { breakpoints });
  const reached = new Set();

  let outcome = await task.wait();
  for (; outcome.state === 'stopped'; outcome = await task.continue()) {
    const { stop } = outcome;
    const [frame] = stop.stack;
    if (stop.exception) fail(frame, `${stop.exception.type}: ${stop.exception.message}`);
    for (const [index, { id }] of task.breakpoints.entries()) {
      if (!stop.breakpoints.includes(id)) continue;
      const { expression } = checks[index];
      reached.add(index);
      const result = await task.evaluate(expression).catch((error) => ({ value: error.message }));
      if (result.value !== 'true') fail(frame, `"${expression}" is ${result.value} where ${shown(stop.variables)}`);
    }
  }
  if (outcome.state === 'running') fail(undefined, `The program is busy: ${outcome.note}`);
  else if (outcome.task.exitCode !== 0) fail(undefined, endOf(outcome.task));
  // Of a file that was loaded late it is known only now.
  const { breakpoints: last } = await client.send('ListBreakpoints', { taskId: task.id });
  for (const [index, { expression }] of checks.entries()) {
    const { id } = task.breakpoints[index];
    const { message = 'the program did not come there' } = last.find((breakpoint) => breakpoint.id === id) ?? {};
    if (!reached.has(index)) fail(undefined, `"${expression}" was never looked at: ${message}`);
  }
}

const endOf = ({ exitCode, error }) => error?.message ?? `The program ended with exit code ${exitCode}.`;

try {
  const wanted = JSON.parse(readFileSync(file, 'utf8'));
  const server = await startServer({ folders: [dirname(file)] });
  try {
    const client = await TandemClient.connect(server);
    await check(client, wanted).finally(() => client.close());
  } finally {
    await server.close();
  }
} catch ({ message, hint = '' }) {
  fail(undefined, `${message} ${hint}`.trim());
}
