import type { ChildProcess } from 'node:child_process';

/** The port that a Node says it has opened for debuggers. What it prints beyond that is read and forgotten. */
export function inspectorPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.resume();
    child.stderr!.on('data', (text: Buffer) => {
      said += text;
      const port = /listening on ws:\/\/\S+:(\d+)\//.exec(said)?.[1];
      if (port) resolve(Number(port));
    });
    child.once('exit', () => reject(new Error(`the program ended: ${said}`)));
  });
}
