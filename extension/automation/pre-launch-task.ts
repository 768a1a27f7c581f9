import * as vscode from 'vscode';
import { deferred } from '../../adapter/util/deferred.ts';
import { errors } from '../../protocol/errors.ts';

/**
 * The task that is to run before a program starts, where it can be run to its end and be seen to fail: VS Code would ask in
 * a dialog what is to be done then. Undefined for one that is left to VS Code, which alone can tell when a task in the
 * background is ready. Throws when there is no such task.
 */
export async function preLaunchTask(wanted: unknown): Promise<vscode.Task | undefined> {
  // Variables are filled in only later, and what is no name is told apart only by VS Code.
  if (typeof wanted !== 'string' || wanted.includes('${')) return undefined;
  const tasks = await vscode.tasks.fetchTasks();
  const task = tasks.find(({ name, source }) => name === wanted || `${source}: ${name}` === wanted);
  if (!task) throw errors.preLaunchTaskUnknown(wanted);
  return task.isBackground ? undefined : task;
}

/** Resolves when the task has ended well. */
export async function runToEnd(task: vscode.Task): Promise<void> {
  const ended = deferred<number | undefined>();
  const isIt = (one: vscode.Task): boolean => one.name === task.name && one.source === task.source;
  const listenings = [
    vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (isIt(execution.task)) ended.resolve(exitCode);
    }),
    // Of one without a process of its own, and of one that was ended by hand, this is all that comes.
    vscode.tasks.onDidEndTask(({ execution }) => {
      if (isIt(execution.task)) ended.resolve(execution.task.execution ? undefined : 0);
    }),
  ];
  try {
    await vscode.tasks.executeTask(task);
    const exitCode = await ended.promise;
    if (exitCode !== 0) throw errors.preLaunchTaskFailed(task.name, exitCode);
  } finally {
    for (const listening of listenings) listening.dispose();
  }
}
