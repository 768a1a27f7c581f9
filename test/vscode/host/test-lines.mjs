/** @typedef {import('./steps.mjs').Log} Log */

/** What test/vscode/index.ts writes begins with this. Where VS Code passes it on, a coloured level can precede it. */
const testLine = /^(?:%c\s*\w+ color: #\w+ )?(vscode tests: .*)$/s;
const summary = /^vscode tests: \d+ passing, \d+ failing$/;

/** What VS Code says all the time without meaning anything. */
const noise =
  /^%c\s*INFO|Manifest fetch|Ignoring fetching|404 \(Not Found\)|[Ii]frame|Service ?Worker|fetching the script/;
const keptMessages = 8;
const keptLines = 6;

/**
 * Passes on what the tests say, out of all that VS Code prints.
 *
 * @param {Log} log
 */
export function testLines(log) {
  const verbose = Boolean(process.env.TANDEM_VSCODE_VERBOSE);
  let finished = false;
  /** @type {string[]} */
  const others = [];
  /** @type {() => void} */
  let begin = () => {};
  /** @type {Promise<void>} */
  const begun = new Promise((resolve) => {
    begin = resolve;
  });

  return {
    /** Resolves at the tests' first line. */
    begun,
    /** @param {string} text */
    read(text) {
      const [, line] = testLine.exec(text) ?? [];
      if (line === undefined) {
        if (!noise.test(text)) others.push(text.replace(/^%c\s*(\w+) color: #\w+/, '$1'));
        if (verbose) log(`  ${text}`);
        return;
      }
      begin();
      if (summary.test(line)) finished = true;
      log(line);
    },
    /**
     * VS Code also ends with 0 when its extension host was ended under the tests, so only their last line counts.
     * @param {number} code that VS Code ended with
     * @returns {number}
     */
    verdict(code) {
      if (finished) return code;
      log('vscode tests: VS Code ended before the tests did. It said last:');
      for (const text of others.slice(-keptMessages)) {
        for (const line of text.split('\n').slice(0, keptLines)) log(`  ${line}`);
      }
      return code || 1;
    },
  };
}
