import { counted, type Diagnosis, type State } from './diagnosis.ts';

/** The breakpoints of one session. */
export interface Chapter {
  readonly id: string;
  readonly title: string;
  /** What becomes of the session. */
  readonly status: string;
  readonly breakpoints: readonly Diagnosis[];
}

/** The page around the chapters, which comes once; `script` puts in what it is told. */
export const frame = (nonce: string, script: string, style: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>Breakpoints</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<p id="summary" role="status"></p>
<main id="chapters"></main>
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;

/** In one sentence, which screen readers say whenever it changes. */
export const summaryOf = (chapters: readonly Chapter[]): string => {
  const all = chapters.flatMap(({ breakpoints }) => breakpoints);
  if (all.length === 0) return 'There are no breakpoints. Click left of a line number to set one.';
  return `${counted(all)}.`;
};

export const chaptersToHtml = (chapters: readonly Chapter[]): string => chapters.map(chapter).join('\n');

const chapter = ({ id, title, status, breakpoints }: Chapter): string => `
<section aria-labelledby="${attribute(id)}">
<h2 id="${attribute(id)}">${text(title)} <span class="status">${text(status)}</span></h2>
${breakpoints.map((one) => article(one, `${id}.${one.key}`, id)).join('\n')}
${breakpoints.length === 0 ? '<p>It has no breakpoints.</p>' : ''}
</section>`;

/** Drawn, since the editor's icons are not in pages. Its words are beside it. */
const DOTS: Readonly<Record<State, string>> = {
  bound: '<circle cx="8" cy="8" r="5" />',
  suspect: '<circle cx="8" cy="8" r="5" /><path class="on" d="M8 5v3.5M8 10.2v1" />',
  waiting: '<circle class="hollow" cx="8" cy="8" r="4.5" />',
  failed:
    '<circle class="hollow" cx="8" cy="8" r="4.5" /><path class="line" d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />',
  off: '<circle cx="8" cy="8" r="5" />',
};

function article(
  { key, title, path, state, words, reasons, tried, fixes }: Diagnosis,
  id: string,
  session: string,
): string {
  const about = `data-session="${attribute(session)}" data-key="${attribute(key)}"`;
  const heading = path
    ? `<button class="link" id="${attribute(id)}.title" ${about} data-do="show" title="${attribute(path)}">${text(title)}</button>`
    : text(title);
  const buttons = fixes.map(
    ({ label }, index) =>
      `<button id="${attribute(id)}.fix${index}" ${about} data-do="fix" data-fix="${index}">${text(label)}</button>`,
  );
  return `<article class="${state}">
<h3><svg viewBox="0 0 16 16" aria-hidden="true">${DOTS[state]}</svg>${heading} <span class="state">${text(words)}</span></h3>
${reasons.map((reason) => `<p>${text(reason)}</p>`).join('\n')}
${buttons.length > 0 ? `<div class="fixes">${buttons.join('\n')}</div>` : ''}
${tried.length > 0 ? triedToHtml(tried, id, title) : ''}
</article>`;
}

const triedToHtml = (tried: readonly string[], id: string, title: string): string =>
  `<details id="${attribute(id)}.tried"><summary id="${attribute(id)}.more" aria-label="What was tried for ${attribute(title)}">What was tried</summary>
<ul>${tried.map((line) => `<li class="${line.startsWith('  ') ? 'inner' : ''}">${text(line.trim())}</li>`).join('')}</ul>
</details>`;

/** What engines and configurations say is never markup. */
const text = (raw: string): string =>
  raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const attribute = (raw: string): string => text(raw).replaceAll('"', '&quot;');

export const STYLE = `
body { padding: 0 20px 24px; max-width: 70em; line-height: 1.5; }
#summary { margin: 14px 0 0; color: var(--vscode-descriptionForeground); }
h2 { font-size: 1.25em; font-weight: 600; margin: 20px 0 6px; }
h3 { font-size: 1em; font-weight: normal; margin: 0; display: flex; align-items: center; gap: 6px; flex-wrap: wrap; }
.status, .state { color: var(--vscode-descriptionForeground); font-size: 1rem; font-weight: normal; }
.status { margin-left: 8px; font-size: 0.8em; }
.state { font-size: 1em; }
article { padding: 8px 0 10px; border-top: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); }
article > p, .fixes, details { margin: 4px 0 0 22px; }
article > p { overflow-wrap: anywhere; }
svg { width: 16px; height: 16px; flex: none; fill: currentColor; stroke: none; }
svg .hollow { fill: none; stroke: currentColor; stroke-width: 1.5; }
svg .line { fill: none; stroke: currentColor; stroke-width: 1.5; }
svg .on { fill: none; stroke: var(--vscode-editor-background); stroke-width: 1.6; }
.bound svg { color: var(--vscode-testing-iconPassed, var(--vscode-charts-green)); }
.suspect svg { color: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow)); }
.failed svg { color: var(--vscode-testing-iconFailed, var(--vscode-errorForeground)); }
.waiting svg { color: var(--vscode-descriptionForeground); }
.off svg { color: var(--vscode-disabledForeground); }
.failed .state { color: var(--vscode-errorForeground); }
button { font: inherit; cursor: pointer; }
button:focus-visible, summary:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
.link { background: none; border: 0; padding: 0; color: var(--vscode-textLink-foreground); font-family: var(--vscode-editor-font-family); text-align: left; }
.link:hover { color: var(--vscode-textLink-activeForeground); text-decoration: underline; }
.fixes { margin-top: 8px; display: flex; gap: 8px; flex-wrap: wrap; }
.fixes button { color: var(--vscode-button-foreground); background: var(--vscode-button-background); border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 2px; padding: 3px 11px; }
.fixes button:hover { background: var(--vscode-button-hoverBackground); }
details { margin-top: 6px; }
summary { cursor: pointer; color: var(--vscode-descriptionForeground); width: fit-content; }
ul { margin: 4px 0 0; padding-left: 18px; font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size, 0.92em); }
li { overflow-wrap: anywhere; }
li.inner { margin-left: 18px; }
`;

/** Runs in the page. What was opened stays open, and what has the focus keeps it, when something new is shown. */
export const SCRIPT = `
const editor = acquireVsCodeApi();
const summary = document.getElementById('summary');
const chapters = document.getElementById('chapters');
addEventListener('message', ({ data }) => {
  const open = [...document.querySelectorAll('details[open]')].map(({ id }) => id);
  const focused = document.activeElement?.id;
  if (summary.textContent !== data.summary) summary.textContent = data.summary;
  chapters.innerHTML = data.html;
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (focused) document.getElementById(focused)?.focus();
});
document.addEventListener('click', ({ target }) => {
  const button = target.closest('button[data-do]');
  if (button) editor.postMessage({ ...button.dataset });
});
editor.postMessage({ do: 'ready' });
`;
