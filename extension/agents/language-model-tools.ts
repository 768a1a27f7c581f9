import * as vscode from 'vscode';
import type { Toolbox } from '../../automation/tools/toolbox.ts';

/** Names are those of the manifest: in an editor they stand beside the tools of all other extensions. */
const PREFIX = 'tandem_';

/** Gives the manifest's tools to the language models of the editor. What they are made of is read at the first call. */
export const registerLanguageModelTools = (
  { packageJSON }: vscode.Extension<unknown>,
  toolbox: () => Toolbox,
): vscode.Disposable[] =>
  (packageJSON.contributes.languageModelTools as { name: string }[]).map(({ name }) =>
    vscode.lm.registerTool(name, languageModelTool(name.slice(PREFIX.length), toolbox)),
  );

const languageModelTool = (name: string, toolbox: () => Toolbox): vscode.LanguageModelTool<object> => ({
  prepareInvocation({ input }) {
    const asked = toolbox().ask(name, input);
    if (!asked) return undefined;
    const { doing, question } = asked;
    return {
      invocationMessage: doing,
      ...(question && {
        confirmationMessages: {
          title: question.title,
          message: new vscode.MarkdownString(question.message),
        },
      }),
    };
  },

  async invoke({ input }, token) {
    const gone = new AbortController();
    const registration = token.onCancellationRequested(() => gone.abort());
    try {
      const { text } = await toolbox().call(name, input, gone.signal);
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
    } finally {
      registration.dispose();
    }
  },
});
