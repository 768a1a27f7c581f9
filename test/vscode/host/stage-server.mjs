import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {Record<string, any>} Arguments */

/** Where breakpoints are shown, in pixels from the left edge of an editor. */
const glyphX = 10;
/** A menu that has just opened takes no notice of a mouse button that goes up, for 100 ms. */
const menuDeafMs = 150;
/** How far beside the middle of a text the mouse was brought to last, in characters. */
let aside = 0;

/**
 * What a test may ask of the page. Waiting is Playwright's: each verb waits for its element, none sleeps.
 * @type {Record<string, (page: Page, args: Arguments) => Promise<unknown>>}
 */
const verbs = {
  async screenshot(page, { path, selector, style }) {
    await mkdir(dirname(path), { recursive: true });
    /** @type {import('playwright-core').PageScreenshotOptions} */
    const options = { path, animations: 'disabled', caret: 'hide', ...(style && { style }) };
    await (selector ? page.locator(selector).first().screenshot(options) : page.screenshot(options));
  },
  resize: (page, { width, height }) => page.setViewportSize({ width, height }),
  async press(page, { keys }) {
    for (const key of keys) await page.keyboard.press(key);
  },
  type: (page, { text }) => page.keyboard.type(text),
  click: (page, { selector, ...options }) =>
    page
      .locator(selector)
      .first()
      .click({ ...(selector.includes('.monaco-menu') && { delay: menuDeafMs }), ...options }),
  clickUntilHeard,
  async clickGutter(page, { line }) {
    const margin = page.locator('.editor-group-container.active .monaco-editor .margin').first();
    const number = margin.locator('.line-numbers').filter({ hasText: new RegExp(`^${line}$`) });
    await number.waitFor();
    const [column, row] = [await margin.boundingBox(), await number.boundingBox()];
    if (!column || !row) throw new Error(`line ${line} is not in view`);
    await page.mouse.click(column.x + glyphX, row.y + row.height / 2);
  },
  async drag(page, { selector, x, y }) {
    const box = await page.locator(selector).first().boundingBox();
    if (!box) throw new Error(`${selector} is not in view`);
    const [left, top] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(left, top);
    await page.mouse.down();
    await page.mouse.move(left + x, top + y, { steps: 4 });
    await page.mouse.up();
  },
  hover: (page, { selector, ...options }) => page.locator(selector).first().hover(options),
  async hoverText(page, { line, text }) {
    // VS Code takes no notice of a mouse that has not moved, or that comes back to the very character that it has left,
    // and it may forget what it was asked for last when what was passed on the way is cancelled.
    aside = 1 - aside;
    await page.mouse.move(0, 0);
    const { x, y } = await page.evaluate(placeInText, { line, text, aside });
    await page.mouse.move(x, y);
  },
  waitFor: (page, { selector, ...options }) => page.locator(selector).first().waitFor(options),
  rewrite: (page, { selector, pattern, text }) =>
    page.locator(selector).evaluateAll(
      (elements, [source, replacement]) => {
        for (const element of elements) {
          const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          while (words.nextNode()) {
            const { currentNode: node } = words;
            node.nodeValue = (node.nodeValue ?? '').replaceAll(new RegExp(source, 'g'), replacement);
          }
        }
      },
      [pattern, text],
    ),
  mark: (page, { selector, name }) =>
    page.locator(selector).evaluateAll((elements, attribute) => {
      for (const element of elements) element.setAttribute(attribute, '');
    }, name),
  async inNewWindow(page, { selector, path, timeout }) {
    const [other] = page
      .context()
      .pages()
      .filter((each) => each !== page);
    const opened = other ?? (await page.context().waitForEvent('page', { timeout }));
    await opened.locator(selector).first().waitFor({ timeout });
    if (path) await opened.screenshot({ path, animations: 'disabled' });
    await opened.close();
  },
  // innerText, not textContent: what a user can read, without the icons' hidden labels.
  texts: (page, { selector }) => page.locator(selector).allInnerTexts(),
};

/**
 * As a person does it, who sees that nothing came of a click, and clicks again: an element that is drawn anew between press
 * and release has not heard of it.
 *
 * @param {Page} page
 * @param {Arguments} args
 */
async function clickUntilHeard(page, { selector, ...options }) {
  const locator = page.locator(selector).first();
  for (;;) {
    const element = await locator.elementHandle();
    const heard = await element?.evaluateHandle((node) => {
      const ear = { heard: false };
      node.addEventListener('click', () => Object.assign(ear, { heard: true }), { once: true });
      return ear;
    });
    try {
      await element?.click(options);
    } catch (error) {
      if (await element?.evaluate((node) => node.isConnected)) throw error;
    }
    if (await heard?.evaluate((ear) => ear.heard)) return;
  }
}

/**
 * The middle of a text in a line of the active editor, or as many characters before it. Runs in the page.
 * @param {{ line: number, text: string, aside: number }} wanted
 * @returns {{ x: number, y: number }}
 */
function placeInText({ line, text, aside }) {
  const editor = document.querySelector('.editor-group-container.active .monaco-editor');
  const numbers = [...(editor?.querySelectorAll('.line-numbers') ?? [])];
  const top = numbers.find(({ textContent }) => textContent === String(line))?.parentElement?.style.top;
  const lines = [...(editor?.querySelectorAll('.view-lines > .view-line') ?? [])];
  const row = lines.find((it) => /** @type {HTMLElement} */ (it).style.top === top);
  const place = row?.textContent?.replaceAll('\u00a0', ' ').indexOf(text) ?? -1;
  if (!row || place < 0) throw new Error(`line ${line} with "${text}" is not in view`);
  let column = place + Math.max(0, Math.floor(text.length / 2) - aside);
  const nodes = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const { length } = /** @type {Text} */ (node);
    if (column < length) {
      const range = document.createRange();
      range.setStart(node, column);
      range.setEnd(node, column + 1);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 3, y: y + height / 2 };
    }
    column -= length;
  }
  throw new Error(`line ${line} ends before "${text}"`);
}

/**
 * The runner's side of the tests' hands and eyes: the extension host knows the workbench only through its API, the page
 * is here. Loopback, and a token, since whoever reaches this can drive an editor.
 *
 * @param {Page} page
 * @param {number} actionTimeoutMs
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function openStage(page, actionTimeoutMs) {
  page.setDefaultTimeout(actionTimeoutMs);
  const token = randomBytes(32).toString('hex');
  const expected = Buffer.from(`/${token}/`);

  const server = createServer(async (request, response) => {
    const given = Buffer.from((request.url ?? '').slice(0, expected.length));
    const verb = (request.url ?? '').slice(expected.length);
    const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    const known = given.length === expected.length && timingSafeEqual(given, expected);
    if (!act || !known || request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    try {
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      const value = await act(page, JSON.parse(body));
      response.end(JSON.stringify({ value }));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      response.end(JSON.stringify({ error: stripVTControlCharacters(message) }));
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

  return {
    url: `http://127.0.0.1:${port}/${token}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
