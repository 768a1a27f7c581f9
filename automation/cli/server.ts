/** What it takes to serve tasks without an editor: a file of its own, which most commands do without. */
export { startServer } from '../server/start-server.ts';
export { HeadlessHost } from '../tasks/headless/headless-host.ts';
export { createTaskService } from '../tasks/task-service.ts';
export { runServe } from './serve/run-serve.ts';
