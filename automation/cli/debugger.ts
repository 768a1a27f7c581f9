/** What the commands take that debug in their own process: a file of its own, which the others do without. */
export { runningDev } from '../dev/dev-state.ts';
export { runDev } from '../dev/run-dev.ts';
export { stopDev } from '../dev/stop-dev.ts';

export { chooseProcess } from './attach/choose-process.ts';
export { runAttach } from './attach/run-attach.ts';
export { runDebug } from './debug/run-debug.ts';
