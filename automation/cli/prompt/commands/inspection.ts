import { DEFAULT_LIMITS } from '../../../session/limits.ts';
import { localVariables, variablesOf } from '../../../session/locals.ts';
import { renderVariables } from '../../render/stop-text.ts';
import { printable } from '../../render/text.ts';
import { valueLook } from '../../render/value.ts';
import type { Desk, PromptCommand } from '../prompt-command.ts';

export const inspectionCommands: readonly PromptCommand[] = [
  { names: ['locals'], summary: "show this function's variables", run: showLocals },
  { names: ['scopes'], summary: 'show the variables of all scopes but the global one', run: showScopes },
  {
    names: ['print', 'p'],
    usage: 'EXPRESSION',
    summary: 'evaluate here; may call and assign',
    completes: 'expression',
    run: print,
  },
];

async function showLocals(desk: Desk): Promise<void> {
  const { locals, more } = await localVariables(desk.client, desk.current.frame, DEFAULT_LIMITS);
  if (locals.length === 0) return desk.print('There are no variables here.');
  desk.print([...renderVariables(locals, desk.canvas), ...(more ? ['…'] : [])]);
}

async function showScopes(desk: Desk): Promise<void> {
  const { current, client, canvas } = desk;
  if (!current.frame) return desk.print('There is no frame.');
  const { scopes } = await client.request('scopes', { frameId: current.frame.id });
  for (const scope of scopes.filter(({ expensive }) => !expensive)) {
    const variables = await variablesOf(client, scope, DEFAULT_LIMITS);
    desk.print([
      canvas.paint('heading', scope.name),
      ...renderVariables(variables, canvas).map((line) => `  ${line}`),
    ]);
  }
}

/** A value that its one line does not show in full, `{a: Array(3), b: {…}}`, is worth opening. */
const ABRIDGED = /…|\w\(\d+\)/;

async function print(desk: Desk, expression: string): Promise<void> {
  if (expression === '') return desk.print('Print what? For example: print items.length');
  const { client, current, canvas } = desk;
  const { result, variablesReference } = await client.request('evaluate', {
    expression,
    context: 'repl',
    ...(current.frame && { frameId: current.frame.id }),
  });
  desk.print(canvas.paint(valueLook(result), printable(result)));
  if (variablesReference > 0 && ABRIDGED.test(result)) {
    const members = await variablesOf(
      client,
      { name: '', variablesReference, expensive: false },
      DEFAULT_LIMITS,
    );
    desk.print(renderVariables(members, canvas).map((line) => `  ${line}`));
  }
}
