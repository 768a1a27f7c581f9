// Writes types/shipped/*.d.ts, what the entry points of the package mean to a compiler: each in one file, without zod. From
// what the compiler says of the code, and from the schemas. Flags: --check (write nothing, fail when they are stale).
// Needs tsx: npm run make-types.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main, runNode, tool } from './run.mjs';
import { declarationsIn, needed } from './types/of-code.mjs';
import { schemaPrinter } from './types/of-schemas.mjs';
import { named, taskCommands } from './types/words.ts';

const root = new URL('../', import.meta.url);

const printer = schemaPrinter(named);

const commands = Object.entries(taskCommands).map(
  ([name, { data, answer }]) =>
    `  ${name}: {\n    data: ${printer.typeOf(data, '    ')};\n    answer: ${printer.typeOf(answer, '    ')};\n  };\n`,
);

const words = [
  ...printer.declarations(),
  [
    'Commands',
    `/** The commands, by their names: what is said, and what is answered. */\nexport interface Commands {\n${commands.join('')}}`,
  ],
  ['CommandName', 'export type CommandName = keyof Commands;'],
  ['CommandData', "export type CommandData<C extends CommandName> = Commands[C]['data'];"],
  ['CommandAnswer', "export type CommandAnswer<C extends CommandName> = Commands[C]['answer'];"],
];

/** By the name of the file: where its declarations come from, and which of them are what it is for. */
const entries = {
  'client.d.ts': {
    code: [
      'automation/client/client',
      'automation/client/task',
      'automation/client/client-events',
      'automation/discovery/find-server',
      'automation/tasks/commander',
      'protocol/errors/tandem-error',
    ],
    exported: [
      'TandemClient',
      'Task',
      'TandemError',
      'ConnectOptions',
      'StartOptions',
      'MoveOptions',
      'ClientEvents',
      ...words.map(([name]) => name),
    ],
  },
  'server.d.ts': {
    code: ['automation/server/start-server'],
    exported: ['startServer', 'StartServerOptions', 'RunningServer'],
  },
};

function textOf({ code, exported }) {
  const own = code.flatMap((name) =>
    declarationsIn(new URL(`.types/${name.split('/')[0]}/${name}.d.ts`, root)),
  );
  const all = needed([...own, ...words], exported).map(([name, text]) =>
    exported.includes(name) ? text : text.replace(/^export /m, ''),
  );
  // Without the last line, all that is declared would be exported.
  return [
    '// Written by scripts/make-types.mjs.',
    '/// <reference lib="esnext.disposable" />',
    ...all,
    'export {};\n',
  ].join('\n\n');
}

await main(async () => {
  await runNode('Types', [tool('typescript/bin/tsc'), '--build', 'automation']);
  for (const [name, entry] of Object.entries(entries)) {
    const file = fileURLToPath(new URL(`types/shipped/${name}`, root));
    const text = textOf(entry);
    if (!process.argv.includes('--check')) writeFileSync(file, text);
    else if (readFileSync(file, 'utf8') !== text)
      throw new Error(`${name} is stale. Run: npm run make-types`);
  }
});
