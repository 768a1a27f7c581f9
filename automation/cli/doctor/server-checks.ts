import { homedir } from 'node:os';
import { join } from 'node:path';
import { namesIn } from '../../../adapter/util/disk.ts';
import { VERSION } from '../../../adapter/version.ts';
import type { ServerPublication } from '../../../ipc/publication.ts';
import { TandemError } from '../../../protocol/errors.ts';
import { findServer, runningServers, SERVER_VARIABLE } from '../../discovery/find-server.ts';
import { ask } from '../tasks/connect.ts';
import { type Check, type Finding, note, ok, problem } from './check.ts';

/** Windows and servers that can be driven, and the extension that makes a window one. */
export const serverChecks: readonly Check[] = [
  { name: 'windows and servers', look: servers },
  { name: 'the one used here', look: usedHere },
  { name: 'VS Code extension', look: extension },
];

async function servers(): Promise<readonly Finding[]> {
  const all = runningServers();
  if (all.length > 0) return Promise.all(all.map(answers));
  return [note('none runs', 'Open a folder in VS Code with Tandem installed, or run "tandem serve" in it.')];
}

async function answers({ pid, kind, name, version }: ServerPublication): Promise<Finding> {
  const which = `${kind} ${pid} "${name}"`;
  try {
    await ask(pid, (commander) => commander.send('ListTasks', {}));
  } catch (thrown) {
    const { message } = TandemError.from(thrown);
    return problem(`${which} does not answer: ${message}`, `Reload the window, or end process ${pid}.`);
  }
  if (version === VERSION) return ok(`${which} answers`);
  return problem(
    `${which} has Tandem ${version}, and this is ${VERSION}`,
    'Update the older one, and reload the window.',
  );
}

async function usedHere(): Promise<Finding> {
  const stale = process.env[SERVER_VARIABLE];
  try {
    const { publication } = findServer();
    return ok(`${publication?.kind} ${publication?.pid} "${publication?.name}"`);
  } catch (thrown) {
    const { message, hint, code } = TandemError.from(thrown);
    // That nothing runs is said already, and is no news to whoever debugs in the terminal only.
    if (code === 'discovery.none')
      return note(stale ? 'the window of this terminal is closed' : 'none for this folder');
    return problem(message, hint);
  }
}

/** Where editors that are VS Code, or made of it, keep their extensions. */
const EDITORS = ['.vscode', '.vscode-insiders', '.vscode-server', '.vscode-oss', '.cursor', '.windsurf'];
const EXTENSION = /^tandem\.tandem-debug-(\d+\.\d+\.\d+)/;

async function extension(): Promise<readonly Finding[]> {
  const own = process.env.VSCODE_EXTENSIONS;
  const places = [...(own ? [own] : []), ...EDITORS.map((editor) => join(homedir(), editor, 'extensions'))];
  const found = places.flatMap((place) =>
    namesIn(place).flatMap((name) => {
      const version = EXTENSION.exec(name)?.[1];
      return version === undefined ? [] : [ok(`${version} in ${place}`)];
    }),
  );
  return found.length > 0 ? found : [note('not installed where editors look for extensions')];
}
