// What `import … from 'tandem-debug/server'` means: a task server in one's own process.
export { type RunningServer, type StartServerOptions, startServer } from './start-server.ts';
