/** A log point's message: text, and expressions to be evaluated where it was hit. */
export type LogPart = { readonly text: string } | { readonly expression: string };

/**
 * Cuts `x is {x}` into its parts. Braces nest, so `{ {a: 1}.a }` is one expression; quotes hide braces; `\{` and `\}`
 * are braces; a brace that never closes is text.
 */
export function parseLogMessage(message: string): LogPart[] {
  const parts: LogPart[] = [];
  let text = '';
  let index = 0;
  while (index < message.length) {
    const char = message[index]!;
    if (char === '\\' && (message[index + 1] === '{' || message[index + 1] === '}')) {
      text += message[index + 1];
      index += 2;
      continue;
    }
    const end = char === '{' ? closingBrace(message, index) : -1;
    if (end < 0) {
      text += char;
      index += 1;
      continue;
    }
    if (text) parts.push({ text });
    text = '';
    parts.push({ expression: message.slice(index + 1, end) });
    index = end + 1;
  }
  if (text) parts.push({ text });
  return parts;
}

function closingBrace(message: string, open: number): number {
  let depth = 0;
  let quote = '';
  for (let index = open; index < message.length; index += 1) {
    const char = message[index]!;
    if (quote) {
      if (char === '\\') index += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'" || char === '`') quote = char;
    else if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return -1;
}
