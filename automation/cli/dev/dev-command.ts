import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { loadDebugger } from '../load-debugger.ts';
import { type DevRequest, devHelp, devOptions, parseDevRequest } from './dev-options.ts';
import { devReporter } from './dev-reporter.ts';

export const devCommand = defineCommand({
  name: 'dev',
  summary: 'run an adapter from the sources of Tandem, and load it anew when they change',
  help: devHelp,
  options: devOptions,
  optionsPlace: 'anywhere',
  run: (given) => dev(parseDevRequest(given)),
});

async function dev({ action, state, checkout, json }: DevRequest): Promise<number> {
  const { runDev, runningDev, stopDev } = loadDebugger();
  const report = devReporter(process.stdout, json);
  switch (action) {
    case 'run':
      await runDev(state, checkout, report);
      break;
    case 'status':
      report({ event: 'running', state: await runningDev(state) });
      break;
    case 'stop':
      await stopDev(await runningDev(state));
      report({ event: 'ended' });
      break;
  }
  return EXIT.ok;
}
