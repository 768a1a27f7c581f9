// Writes the language-model tools into package.json, from the table of tools. Flags: --check (write nothing, fail when the
// manifest is stale). Needs tsx: npm run tools.
import { readFileSync, writeFileSync } from 'node:fs';
import { inputSchema } from '../automation/tools/input-schema.ts';
import { tools } from '../automation/tools/table.ts';

const manifestFile = new URL('../package.json', import.meta.url);

/** @type {Readonly<Record<string, string>>} */
const icons = {
  debug_start: 'debug-start',
  debug_move: 'debug-step-over',
  debug_evaluate: 'debug-console',
  debug_variables: 'symbol-variable',
  debug_state: 'debug-stackframe',
  debug_set_breakpoints: 'debug-breakpoint',
  debug_breakpoints: 'list-unordered',
  debug_output: 'output',
  debug_wait: 'watch',
  debug_restart: 'debug-restart',
  debug_stop: 'debug-stop',
  debug_tasks: 'list-tree',
  debug_request: 'json',
};

/** A window may be closed to agents, or open to looking only; or it offers the tools by MCP, and not twice. */
const offered = "config.tandem.automation.offeredAs == 'languageModelTools'";
const looking = `${offered} && config.tandem.automation.access != 'off'`;
const acting = `${offered} && config.tandem.automation.access == 'full'`;

/** @param {import('../automation/tools/tool.ts').Tool} tool */
const contribution = (tool) => ({
  name: `tandem_${tool.name}`,
  displayName: tool.title,
  toolReferenceName: tool.name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()),
  canBeReferencedInPrompt: true,
  icon: `$(${icons[tool.name]})`,
  userDescription: tool.description.split(/(?<=\.) /)[0],
  modelDescription: tool.description,
  when: tool.looks ? looking : acting,
  inputSchema: inputSchema(tool),
});

const present = readFileSync(manifestFile, 'utf8');
const manifest = JSON.parse(present);
manifest.contributes.languageModelTools = tools.map(contribution);
const wanted = `${JSON.stringify(manifest, null, 2)}\n`;

if (!process.argv.includes('--check')) writeFileSync(manifestFile, wanted);
else if (present !== wanted) {
  console.error('The language-model tools in package.json are stale.\nRun: npm run tools');
  process.exitCode = 1;
}
