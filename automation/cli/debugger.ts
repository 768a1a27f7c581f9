/** What of the commands takes the whole debugger: a file of its own, which the others do without. */
export { runningDev } from '../dev/dev-state.ts';
export { runDev } from '../dev/run-dev.ts';
export { stopDev } from '../dev/stop-dev.ts';

export { HeadlessHost } from '../tasks/headless/headless-host.ts';
export { createTaskService } from '../tasks/task-service.ts';
export { chooseProcess } from './attach/choose-process.ts';
export { runAttach } from './attach/run-attach.ts';
export { runDebug } from './debug/run-debug.ts';
export { runServe } from './serve/run-serve.ts';
