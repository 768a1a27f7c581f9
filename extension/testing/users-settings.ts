import * as vscode from 'vscode';
import type { LaunchSettings } from './runners/runner.ts';

/** With what the user wants for all that is started from here: lists come behind ours, anything else in their place. */
export function withUsersSettings<Settings extends LaunchSettings>(
  settings: Settings,
  uri: vscode.Uri,
): Settings {
  const wanted = vscode.workspace
    .getConfiguration('tandem.testing', uri)
    .get<LaunchSettings>('launchSettings', {});
  const merged = Object.entries(wanted).map(([name, value]) => {
    const own = settings[name];
    return [name, Array.isArray(own) && Array.isArray(value) ? [...own, ...value] : value];
  });
  return { ...settings, ...Object.fromEntries(merged) };
}
