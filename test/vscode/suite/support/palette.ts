import { stage } from '../../host/stage.ts';

/** Runs a command as a person does who knows its name. */
export async function fromPalette(title: string): Promise<void> {
  await stage.press('F1');
  await stage.waitFor('.quick-input-widget input');
  await stage.type(title);
  await stage.waitFor(`.quick-input-list .monaco-list-row.focused:has-text("${title}")`);
  await stage.press('Enter');
}
