import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * User settings, over those of the tests: what a picture is not about is not in it.
 * @type {Record<string, unknown>}
 */
export const pictureSettings = {
  'breadcrumbs.enabled': false,
  'debug.console.fontFamily': "'JetBrains Mono', monospace",
  'debug.console.fontSize': 13,
  'debug.inlineValues': 'on',
  'debug.showInlineBreakpointCandidates': false,
  'editor.cursorBlinking': 'solid',
  'editor.fontFamily': "'JetBrains Mono', monospace",
  'editor.fontLigatures': false,
  'editor.fontSize': 14,
  'editor.hideCursorInOverviewRuler': true,
  'editor.lineHeight': 22,
  'editor.matchBrackets': 'never',
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.overviewRulerBorder': false,
  'editor.overviewRulerLanes': 0,
  'editor.scrollbar.horizontal': 'hidden',
  'editor.scrollbar.vertical': 'hidden',
  'editor.selectionHighlight': false,
  'editor.stickyScroll.enabled': false,
  'remote.autoForwardPorts': false,
  'terminal.integrated.env.linux': { PS1: '$ ' },
  'terminal.integrated.fontFamily': "'JetBrains Mono', monospace",
  'terminal.integrated.fontSize': 13,
  'terminal.integrated.shellIntegration.enabled': false,
  'terminal.integrated.tabs.enabled': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'compact',
  'workbench.activityBar.location': 'hidden',
  'workbench.editor.empty.hint': 'hidden',
  'workbench.layoutControl.enabled': false,
  'workbench.navigationControl.enabled': false,
};

/** Each with the package of Debian that has it. */
export const fonts = { Inter: 'fonts-inter', 'JetBrains Mono': 'fonts-jetbrains-mono' };

/** The fonts of the workbench, over those of the system: where they are not installed, its own. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  ${[
    ['system-ui', 'Inter'],
    ['sans-serif', 'Inter'],
    ['sans', 'Inter'],
    ['monospace', 'JetBrains Mono'],
  ]
    .map(
      ([family, font]) =>
        `<match target="pattern"><test name="family"><string>${family}</string></test><edit name="family" mode="prepend" binding="strong"><string>${font}</string></edit></match>`,
    )
    .join('\n  ')}
</fontconfig>
`;

/**
 * @param {string} folder
 * @returns {Promise<string>} the path for `FONTCONFIG_FILE`
 */
export async function fontConfiguration(folder) {
  const file = path.join(folder, 'fonts.conf');
  await writeFile(file, FONTS);
  return file;
}
