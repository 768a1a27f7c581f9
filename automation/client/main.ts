// What `import … from 'tandem-debug/client'` means. It brings neither the adapter nor VS Code along.
export { TandemError } from '../../protocol/errors.ts';
export { type ConnectOptions, type StartOptions, TandemClient } from './client.ts';
export type { ClientEvents } from './client-events.ts';
export { type MoveOptions, Task } from './task.ts';
