import * as assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import { program } from './support/program.ts';
import { debug, focusedFrame, keepTidy } from './support/sessions.ts';

const RECORDS = `function work() {
  const record = { list: [1, { two: 2 }], text: 'a'.repeat(20_000) };
  const circular = { name: 'round' };
  circular.self = circular;
  const text = 'some "text"';
  const nothing = undefined;
  debugger;
}
work();
`;

for (const inProcess of [false, true]) {
  describe(`variables with inProcess ${inProcess}`, () => {
    keepTidy();

    it('are copied as JSON, or as text where there is none', async () => {
      const records = await program('records.js', RECORDS);
      const { session } = await debug({ program: records.path, inProcess });
      await focusedFrame();
      const { frameId } = vscode.debug.activeStackItem as vscode.DebugStackFrame;
      const { scopes }: DebugProtocol.ScopesResponse['body'] = await session.customRequest('scopes', {
        frameId,
      });
      const { variables }: DebugProtocol.VariablesResponse['body'] = await session.customRequest(
        'variables',
        {
          variablesReference: scopes[0]!.variablesReference,
        },
      );
      const copied = async (name: string): Promise<string> => {
        const context = { sessionId: session.id, variable: variables.find((it) => it.name === name) };
        const text = await vscode.commands.executeCommand<string>('tandem.copyAsJson', context);
        assert.equal(await vscode.env.clipboard.readText(), text);
        return text;
      };
      assert.deepEqual(JSON.parse(await copied('record')), {
        list: [1, { two: 2 }],
        text: 'a'.repeat(20_000),
      });
      assert.equal(await copied('text'), '"some \\"text\\""');
      assert.match(await copied('circular'), /^<ref \*1> \{ name: 'round', self: \[Circular \*1\] \}$/);
      assert.equal(await copied('nothing'), 'undefined');
    });
  });
}
