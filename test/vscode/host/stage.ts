// The tests' hands and eyes on the workbench, for what the `vscode` API cannot do or see: clicks, keys, pixels. Used in
// the extension host; the other side is stage-server.mjs in the runner. A desktop VS Code has no stage: ask `available`.

import * as vscode from 'vscode';

const url = process.env.TANDEM_STAGE;

export interface ClickOptions {
  button?: 'left' | 'right' | 'middle';
  clickCount?: number;
  modifiers?: ('Alt' | 'Control' | 'Meta' | 'Shift')[];
  /** In pixels from the element's top left corner. */
  position?: { x: number; y: number };
  timeout?: number;
  /** Do not wait until nothing is over the element. */
  force?: boolean;
}

export interface WaitOptions {
  state?: 'attached' | 'detached' | 'visible' | 'hidden';
  timeout?: number;
}

/** What VS Code calls each, and the class by which the workbench tells of it. */
const THEMES = {
  dark: ['Default Dark Modern', 'vs-dark'],
  light: ['Default Light Modern', 'vs'],
  hcDark: ['Default High Contrast', 'hc-black'],
  hcLight: ['Default High Contrast Light', 'hc-light'],
} as const;
export type Theme = keyof typeof THEMES;
export const themes = Object.keys(THEMES) as readonly Theme[];

/** Selectors are Playwright's: CSS, `text=…`, `:has-text("…")`, `>>`. Of several matches, the first is taken. */
export const stage = {
  available: url !== undefined,

  /** Of the window (1280 × 800, unless `resize` was called), or of one element; `style` is CSS that holds while it is taken. */
  screenshot: (path: string, selector?: string, style?: string) =>
    ask<void>('screenshot', { path, selector, style }),
  /** The window, in pixels. */
  resize: (width: number, height: number) => ask<void>('resize', { width, height }),
  click: (selector: string, options: ClickOptions = {}) => ask<void>('click', { selector, ...options }),
  /** For what may be drawn anew under the mouse: clicks again as long as the element has not heard of it. */
  clickUntilHeard: (selector: string, options: ClickOptions = {}) =>
    ask<void>('clickUntilHeard', { selector, ...options }),
  /** Where a user sets and removes a breakpoint; the line, counted from 1, must be in view in the active editor. */
  clickGutter: (line: number) => ask<void>('clickGutter', { line }),
  hover: (selector: string, options: ClickOptions = {}) => ask<void>('hover', { selector, ...options }),
  /**
   * The first such text in a line, counted from 1, that is in view in the active editor; each time at another character than
   * before.
   */
  hoverText: (line: number, text: string) => ask<void>('hoverText', { line, text }),
  /** With the mouse, from the middle of an element; in pixels, to the right and downwards. */
  drag: (selector: string, x: number, y: number) => ask<void>('drag', { selector, x, y }),
  /** One after the other, such as `'F5'` or `'Control+Shift+P'`. */
  press: (...keys: string[]) => ask<void>('press', { keys }),
  type: (text: string) => ask<void>('type', { text }),
  /** Rejects after 20 s, unless told otherwise. */
  waitFor: (selector: string, options: WaitOptions = {}) => ask<void>('waitFor', { selector, ...options }),
  /** Waits for a window that VS Code opens, and for an element in it; takes a picture, if wanted, and closes it. */
  inNewWindow: (selector: string, { path, timeout = 60_000 }: { path?: string; timeout?: number } = {}) =>
    ask<void>('inNewWindow', { selector, path, timeout }),
  /** Shows other words in each match, for a picture of what is never the same. */
  rewrite: (selector: string, pattern: RegExp, text: string) =>
    ask<void>('rewrite', { selector, pattern: pattern.source, text }),
  /** Gives each match an attribute, which is gone when the workbench draws it anew. */
  mark: (selector: string, name: `data-${string}`) => ask<void>('mark', { selector, name }),
  /** What a user reads in each match, now. */
  texts: (selector: string) => ask<string[]>('texts', { selector }),

  async theme(kind: Theme): Promise<void> {
    const [name, mark] = THEMES[kind];
    await vscode.workspace
      .getConfiguration('workbench')
      .update('colorTheme', name, vscode.ConfigurationTarget.Global);
    await stage.waitFor(`.monaco-workbench.${mark}`);
  },
};

/** What matches in the web view that is in front: a page of an extension's, in a frame within a frame. */
export const inWebview = (selector: string): string =>
  ['iframe.webview.ready', 'iframe#active-frame', selector].join(' >> internal:control=enter-frame >> ');

async function ask<T>(verb: string, args: object): Promise<T> {
  if (url === undefined) throw new Error(`stage.${verb}: there is no stage in this VS Code`);
  const response = await fetch(url + verb, { method: 'POST', body: JSON.stringify(args) });
  const answer = (await response.json()) as { value?: T; error?: string };
  if (answer.error !== undefined) throw new Error(`stage.${verb}: ${answer.error}`);
  return answer.value as T;
}
