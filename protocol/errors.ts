import { attachErrors } from './errors/attach.ts';
import { backendErrors } from './errors/backend.ts';
import { cliErrors } from './errors/cli.ts';
import { clientErrors } from './errors/client.ts';
import { devErrors } from './errors/dev.ts';
import { engineErrors } from './errors/engine.ts';
import { ipcErrors } from './errors/ipc.ts';
import { launchErrors } from './errors/launch.ts';
import { linkErrors } from './errors/link.ts';
import { pipeErrors } from './errors/pipe.ts';
import { pyodideFileErrors } from './errors/pyodide-files.ts';
import { sessionErrors } from './errors/session.ts';
import { taskServerErrors } from './errors/task-server.ts';
import { taskErrors } from './errors/tasks.ts';
import { toolErrors } from './errors/tools.ts';
import { windowErrors } from './errors/window.ts';
import { wireErrors } from './errors/wire.ts';

export { isAbsence } from './errors/attach.ts';
export { type Audience, type ErrorDetails, TandemError } from './errors/tandem-error.ts';

/** Every error that Tandem raises on purpose. The key is the reader's name for it, the code its stable one. */
export const errors = {
  ...wireErrors,
  ...ipcErrors,
  ...linkErrors,
  ...launchErrors,
  ...pyodideFileErrors,
  ...sessionErrors,
  ...attachErrors,
  ...pipeErrors,
  ...backendErrors,
  ...cliErrors,
  ...devErrors,
  ...engineErrors,
  ...toolErrors,
  ...taskServerErrors,
  ...clientErrors,
  ...taskErrors,
  ...windowErrors,
} as const;
