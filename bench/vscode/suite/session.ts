import type { DebugProtocol } from '@vscode/debugprotocol';
// biome-ignore lint/style/noRestrictedImports: this runs inside VS Code.
import * as vscode from 'vscode';
import { median } from '../../report/statistics.ts';
import { answeringTime } from './answering.ts';
import type { Recorder } from './recorder.ts';

/** Milliseconds of one session in VS Code, by the messages that passed between it and the adapter. */
export interface EditorTimes {
  /** From the command to the first stop, with all that VS Code does before it asks the adapter. */
  readonly f5: number;
  readonly firstStop: number;
  /** What VS Code asks for by itself at the first stop. */
  readonly firstLook: number;
  /** The same after a step; the median of several. */
  readonly look: number;
  readonly step: number;
  readonly end: number;
}

const STEPS = 6;

export async function measureInEditor(
  recorder: Recorder,
  configuration: vscode.DebugConfiguration,
): Promise<EditorTimes> {
  const begun = recorder.mark;
  const pressed = performance.now();
  void vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration);
  const launch = await recorder.request('launch', begun);
  const stop = await recorder.event('stopped', begun);
  const firstLook = await looking(recorder, begun);

  const { threadId } = (stop.message as DebugProtocol.StoppedEvent).body;
  const steps: number[] = [];
  const looks: number[] = [];
  for (let i = 0; i < STEPS; i += 1) {
    const mark = recorder.mark;
    await stop.session.customRequest('next', { threadId });
    const [next, stopped] = [await recorder.request('next', mark), await recorder.event('stopped', mark)];
    steps.push(stopped.at - next.at);
    looks.push(await looking(recorder, mark));
  }

  const mark = recorder.mark;
  void stop.session.customRequest('continue', { threadId });
  const end = await recorder.event('terminated', mark, ({ id }) => id === launch.session.id);
  const went = await recorder.request('continue', mark);
  await allSessionsEnded();
  return {
    f5: stop.at - pressed,
    firstStop: stop.at - launch.at,
    firstLook,
    step: median(steps),
    look: median(looks),
    end: end.at - went.at,
  };
}

/** Runs it to its end. */
export async function runInEditor(
  recorder: Recorder,
  configuration: vscode.DebugConfiguration,
): Promise<void> {
  const begun = recorder.mark;
  void vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration);
  const { session } = await recorder.request('launch', begun);
  await recorder.event('terminated', begun, ({ id }) => id === session.id);
  await allSessionsEnded();
}

async function looking(recorder: Recorder, mark: number): Promise<number> {
  await recorder.quiet();
  const time = answeringTime(recorder.since(mark));
  if (time === 0) throw new Error('VS Code did not ask for the stack');
  return time;
}

async function allSessionsEnded(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (!vscode.debug.activeDebugSession) return resolve();
    const listening = vscode.debug.onDidChangeActiveDebugSession((session) => {
      if (session) return;
      listening.dispose();
      resolve();
    });
  });
}
