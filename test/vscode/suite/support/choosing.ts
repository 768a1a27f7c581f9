import { stage } from '../../host/stage.ts';

/** Not "Tandem…", which lists all that can be done with it. */
const TANDEM = ':has(:text-is("Tandem"))';
const ROW = '.quick-input-list .monaco-list-row';

/** Of the list that is open. */
export const row = (label: string): string => `${ROW}:has-text("${label}")`;

/** Where VS Code asks for a debugger. Not with a click: the list may move until it is complete. */
export async function chooseTandem(): Promise<void> {
  await stage.waitFor(`${ROW}${TANDEM}`);
  await stage.type('Tandem');
  await stage.waitFor(`${ROW}.focused${TANDEM}`);
  await stage.press('Enter');
}
