import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import { showFailure } from './failed-request.ts';
import type { Sessions } from './sessions.ts';

/** What VS Code says of the variable that a menu was opened on. */
interface VariableContext {
  readonly sessionId?: string;
  readonly variable?: Pick<DebugProtocol.Variable, 'name' | 'evaluateName'>;
}

/** Copies a variable, whole: as JSON, or as text where there is no JSON for it. Resolves with what was copied. */
export async function copyAsJson(
  sessions: Sessions,
  { sessionId, variable }: VariableContext = {},
): Promise<string | undefined> {
  const session = [...sessions.all].find(({ id }) => id === sessionId) ?? sessions.active();
  if (!session || !variable) return undefined;
  const { name, evaluateName } = variable;
  if (!evaluateName) {
    void vscode.window.showInformationMessage(`${name} cannot be copied: no expression leads to it.`);
    return undefined;
  }
  try {
    const text = await jsonOf(session, evaluateName);
    await vscode.env.clipboard.writeText(text);
    return text;
  } catch (error) {
    showFailure(error);
    return undefined;
  }
}

async function jsonOf(session: vscode.DebugSession, expression: string): Promise<string> {
  const { activeStackItem: item } = vscode.debug;
  const frameId =
    item instanceof vscode.DebugStackFrame && item.session === session ? item.frameId : undefined;
  const textOf = async (expression: string): Promise<string> => {
    const asked = { expression, frameId, context: 'clipboard' };
    return (await session.customRequest('evaluate', asked)).result;
  };
  // A string that says "undefined" would come in quotes.
  const json = await textOf(`JSON.stringify(${expression}, null, 2)`).catch(() => 'undefined');
  return json === 'undefined' ? textOf(expression) : json;
}
