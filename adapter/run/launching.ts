import { type LaunchPlan, planLaunch } from '../launch/plan.ts';
import type { RuntimeKind } from '../launch/runtimes/runtime-kind.ts';
import { planLaunchThere } from '../pipe/launch-there.ts';
import { explainFailedStart } from './early-end.ts';
import type { RunPlan } from './run-plan.ts';
import type { StartContext, Started } from './start.ts';
import { startExternal, startExternalPlain } from './start-external.ts';
import { startInProcess, startInProcessPlain } from './start-in-process.ts';
import { startInPyodide, startInPyodidePlain } from './start-in-pyodide.ts';
import { startInTerminal, startInTerminalPlain } from './start-terminal.ts';

type Ride = 'external' | 'terminal' | RuntimeKind['inProcess'];
type Launch = (plan: LaunchPlan, context: StartContext) => Promise<Started>;

const LAUNCHES: Readonly<Record<Ride, { readonly debugged: Launch; readonly plain: Launch }>> = {
  external: { debugged: startExternal, plain: startExternalPlain },
  terminal: { debugged: startInTerminal, plain: startInTerminalPlain },
  worker: { debugged: startInProcess, plain: startInProcessPlain },
  pyodide: { debugged: startInPyodide, plain: startInPyodidePlain },
};

/** Checks a launch configuration as far as that can be done without starting anything, or fails with what is wrong. */
export async function planLaunchedRun(raw: object): Promise<RunPlan> {
  if ('pipe' in raw) return planLaunchThere(raw);
  const plan = await planLaunch(raw);
  const { inProcess, console, noDebug } = plan.configuration;
  const ride: Ride = inProcess
    ? plan.kind.inProcess
    : console === 'internalConsole'
      ? 'external'
      : 'terminal';
  const launch = LAUNCHES[ride][noDebug ? 'plain' : 'debugged'];
  return {
    startMethod: 'launch',
    settings: plan.configuration,
    noDebug,
    start: (context) => launch(plan, context),
    explain: (failure) => explainFailedStart(plan, failure),
    capabilities: plan.kind.capabilities,
    warnings: plan.warnings,
  };
}
