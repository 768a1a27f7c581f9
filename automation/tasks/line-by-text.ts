import { errors } from '../../protocol/errors.ts';
import { clip } from '../session/limits.ts';

/** Lines that an error lists. */
const MAX_LISTED = 5;
const MAX_SHOWN = 80;

interface Line {
  readonly number: number;
  readonly text: string;
}

/** The number of the one line that holds a text. */
export function lineOf(text: string, content: string, file: string): number {
  const lines = content.split(/\r?\n/).map((line, index): Line => ({ number: index + 1, text: line }));
  const wanted = text.trim();
  const found = lines.filter((line) => line.text.includes(wanted));
  const [only] = found;
  if (!only) throw errors.placeTextUnknown(file, clip(text, MAX_SHOWN), nearestLine(wanted, lines));
  if (found.length === 1) return only.number;
  // Of lines that hold it, one that is it is meant.
  const exact = found.filter((line) => line.text.trim() === wanted);
  if (exact.length === 1) return exact[0]!.number;
  throw errors.placeTextAmbiguous(
    file,
    clip(text, MAX_SHOWN),
    found.length,
    found.slice(0, MAX_LISTED).map(shown),
  );
}

const shown = ({ number, text }: Line): string => `line ${number}, \`${clip(text.trim(), MAX_SHOWN)}\``;

/** The line that has most of the text's words; undefined where none has half of them. */
function nearestLine(wanted: string, lines: readonly Line[]): string | undefined {
  const words = wordsOf(wanted);
  let best: Line | undefined;
  let most = words.size / 2;
  for (const line of lines) {
    const present = wordsOf(line.text);
    const common = [...words].filter((word) => present.has(word)).length;
    if (common > most || (best === undefined && common > 0 && common >= most)) [best, most] = [line, common];
  }
  return best && shown(best);
}

const wordsOf = (text: string): Set<string> => new Set(text.match(/[\p{ID_Continue}$]+/gu));
