import { spawn } from 'node:child_process';

/** True where a started program leads a process group of its own, so that it can be signalled with all it has started. */
export const HAS_GROUPS = process.platform !== 'win32';

/** Signals a process, with its group where it leads one. One that is gone already is no error. */
export function signal(pid: number, name: 'SIGTERM' | 'SIGKILL', group: boolean): void {
  if (!HAS_GROUPS) {
    // Windows knows no gentle signal for a process without a window, and a plain kill would leave its children.
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => {},
    );
    return;
  }
  try {
    process.kill(group ? -pid : pid, name);
  } catch {
    // ESRCH: it has ended.
  }
}
