// Writes protocol/schema/*.json, the JSON Schemas of what travels between adapter and launcher, from their definitions in
// zod beside them. Flags: --check (write nothing, fail when they are stale). Needs tsx: npm run schemas.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { documents } from '../protocol/schema/documents.ts';

const directory = new URL('../protocol/schema/', import.meta.url);

const LINE_WIDTH = 110;

/** As the formatter wants it: arrays that fit on one line. */
const textOf = (document) =>
  `${JSON.stringify(document, null, 2).replace(/\[[^[\]{}]*\]/g, (array, at, text) => {
    const line = array
      .replace(/\s*\n\s*/g, ' ')
      .replace('[ ', '[')
      .replace(' ]', ']');
    const before = at - text.lastIndexOf('\n', at) - 1;
    const after = text[at + array.length] === ',' ? 1 : 0;
    return before + line.length + after <= LINE_WIDTH ? line : array;
  })}\n`;

const expected = new Map(Object.entries(documents).map(([name, document]) => [name, textOf(document)]));

function check() {
  const present = readdirSync(directory).filter((name) => name.endsWith('.json'));
  const stale = [...expected].filter(
    ([name, text]) => !present.includes(name) || readFileSync(new URL(name, directory), 'utf8') !== text,
  );
  const leftOver = present.filter((name) => !expected.has(name));
  for (const [name] of stale) console.error(`${name} is missing or stale`);
  for (const name of leftOver) console.error(`${name} is left over`);
  if (stale.length + leftOver.length > 0) {
    console.error('Run: npm run schemas');
    process.exitCode = 1;
  }
}

if (process.argv.includes('--check')) check();
else for (const [name, text] of expected) writeFileSync(new URL(name, directory), text);
