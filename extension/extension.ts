import { join } from 'node:path';
import * as vscode from 'vscode';
import { AdapterFactory } from './adapter-factory.ts';
import { registerAgents } from './agents/agents.ts';
import { AutomationStarter } from './automation-starter.ts';
import { registerCommands } from './commands.ts';
import { ConfigurationProvider } from './configuration-provider.ts';
import { DEBUG_TYPE } from './debug-type.ts';
import { HotReload } from './hot-reload.ts';
import { tellLaunchFailure } from './launch-failure.ts';
import { Log } from './log.ts';
import { neverBound } from './never-bound.ts';
import { ProcessPicker } from './pick-process.ts';
import { Profiling } from './profiling.ts';
import { dynamicConfigurations } from './proposed-configurations.ts';
import { registerTesting } from './register-testing.ts';
import { SessionRecords } from './session-records.ts';
import { Sessions } from './sessions.ts';
import { DebugTerminals } from './terminal/debug-terminals.ts';
import { offerCommand } from './terminal-command.ts';
import { TroubleCommands } from './trouble-commands.ts';
import { valuesInTheEditor } from './values/in-the-editor.ts';
import { AsWritten } from './views/as-written.ts';
import { InProcessChoice } from './views/in-process-choice.ts';
import { registerViews } from './views/views.ts';
import { registerWelcome } from './welcome/commands.ts';
import { greetExamples } from './welcome/examples.ts';
import { watchMilestones } from './welcome/milestones.ts';

let adapters: AdapterFactory | undefined;
let automation: AutomationStarter | undefined;

/** Registers, and nothing else: the adapter is read when the first session starts, automation when there is time. */
export function activate(context: vscode.ExtensionContext): void {
  const log = new Log();
  const sessions = new Sessions();
  const hotReload = new HotReload(sessions);
  const records = new SessionRecords(sessions);
  const trouble = new TroubleCommands(context, records, log);
  const profiling = new Profiling(sessions);
  const terminals = new DebugTerminals(context, sessions, log);
  const processes = new ProcessPicker(context.workspaceState);
  const written = new AsWritten();
  adapters = new AdapterFactory(join(context.extensionPath, 'dist', 'launcher', 'node'), log, sessions, {
    launchFailed: (running, failure) => tellLaunchFailure(running, failure, written, log),
    lastWords: (running) => neverBound(running, records.all),
  });
  automation = new AutomationStarter(context, sessions, log);
  const inProcess = new InProcessChoice(context.workspaceState);
  // Whatever has woken us up goes first.
  setImmediate(() => {
    offerCommand(context);
    void greetExamples(context);
  });
  context.subscriptions.push(
    log,
    sessions,
    hotReload,
    profiling,
    records,
    trouble,
    terminals,
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, adapters),
    // VS Code asks them in this order.
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, inProcess),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, new ConfigurationProvider(log)),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, written),
    vscode.debug.registerDebugConfigurationProvider(
      DEBUG_TYPE,
      dynamicConfigurations,
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    ...registerTesting(log),
    ...valuesInTheEditor(),
    watchMilestones(sessions),
    ...registerWelcome(context),
    ...registerAgents(context, automation),
    ...registerViews({ context, sessions, automation, inProcess, written }),
    ...registerCommands(sessions, hotReload, profiling, trouble, terminals, processes),
  );
}

/** The window closes or reloads: no program may be left behind without its debugger. */
export async function deactivate(): Promise<void> {
  await automation?.[Symbol.asyncDispose]();
  await adapters?.endAll();
}
