import * as vscode from 'vscode';
import type { Commander } from '../../automation/tasks/commander.ts';
import { logged } from '../../automation/tasks/logged-service.ts';
import type { Caller } from '../../automation/tasks/service.ts';
import { createTaskService } from '../../automation/tasks/task-service.ts';
import { errors } from '../../protocol/errors.ts';
import { access, onAccessChange } from '../access.ts';
import type { Log } from '../log.ts';
import type { Sessions } from '../sessions.ts';
import type { Driver } from '../views/model/driver.ts';
import { Drivers } from './drivers.ts';
import { WindowHost } from './window-host.ts';
import { WindowServer } from './window-server.ts';

export { Redactor } from '../../automation/redaction/redactor.ts';
export { Toolbox } from '../../automation/tools/toolbox.ts';
export { devAdapter } from './dev-adapter.ts';

/** The tasks of this window, for whoever drives them. */
export interface Automation extends AsyncDisposable {
  /** Of somebody in this process, such as a language model's tools. Rejects while the user has switched that off. */
  commanderFor(caller: Caller): Commander;
  /** The file in which the window is published, once it is; undefined while it is not. */
  published(): Promise<string | undefined>;
  /** Who drives a session from outside; undefined for one that is over. */
  driverOf(sessionId: string): Driver | undefined;
  /** Its user is who answers for it, from now on. */
  takeOver(sessionId: string): void;
  onDriversChange(listener: () => void): Disposable;
}

export function startAutomation(context: vscode.ExtensionContext, sessions: Sessions, log: Log): Automation {
  const host = new WindowHost(sessions);
  const tasks = createTaskService(host, { readOnly: () => access() === 'readOnly' });
  const drivers = new Drivers(tasks);
  const service = drivers.watching(logged(tasks, (line) => log.info(line)));
  const server = new WindowServer(context.environmentVariableCollection, service, host, log);
  host.begin();
  const listenings = [
    onAccessChange(() => server.update()),
    vscode.workspace.onDidChangeWorkspaceFolders(() => server.publish()),
  ];
  server.update();
  return {
    commanderFor(caller) {
      const commander = service.commanderFor(caller);
      return {
        async send(name, data) {
          if (access() === 'off') throw errors.automationOff();
          return commander.send(name, data);
        },
        onEvent: (listener) => commander.onEvent(listener),
      };
    },
    published: () => server.published(),
    driverOf(sessionId) {
      const run = host.runOf(sessionId);
      return run && drivers.of(run);
    },
    takeOver(sessionId) {
      const run = host.runOf(sessionId);
      if (run) drivers.takeOver(run);
    },
    onDriversChange: (listener) => drivers.onChange(listener),
    async [Symbol.asyncDispose]() {
      for (const listening of listenings) listening.dispose();
      host.breakpoints.removeForeign();
      // Before its clients are gone: it would let their programs go on.
      await service[Symbol.asyncDispose]();
      await server.close();
    },
  };
}
