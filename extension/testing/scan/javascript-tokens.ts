export interface Token {
  readonly kind: 'word' | 'string' | 'template' | 'regexp' | 'other';
  readonly text: string;
  readonly start: number;
}

/** All but templates and regular expressions, whose end depends on what they hold or follow. */
const TOKEN =
  /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*|=>|\S/g;
const REGULAR_EXPRESSION = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
/** Words behind which comes a value: a slash there is not a division. */
const BEFORE_VALUE =
  /^(?:return|typeof|case|do|else|in|of|void|delete|throw|new|await|yield|instanceof|default)$/;
/** As are these. Not `>`, which ends a tag of JSX; what a `}` ends is a block more often than a value. */
const OPERATORS: ReadonlySet<string> = new Set('( [ { } , ; : ? = => ! & | + - * % ~ ^'.split(' '));
/** Each template that is not closed is looked through to the end of the file: not for ever. */
const MOST_UNCLOSED = 20;

/**
 * What a source is made of, without its comments: JavaScript, TypeScript and JSX, also while somebody is writing it. What is
 * not closed ends where it hurts least: text at the end of its line, a template at its first character.
 */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let unclosed = 0;
  const pattern = new RegExp(TOKEN);
  for (let match = pattern.exec(source); match; match = pattern.exec(source)) {
    const text = match[0];
    const start = match.index;
    if (text.startsWith('//') || text.startsWith('/*')) continue;
    let [kind, end] = [kindOf(text), start + text.length];
    if (text === '`' && unclosed < MOST_UNCLOSED) {
      const template = templateAt(source, start);
      if (template) [kind, end] = ['template', template.end];
      else unclosed += 1;
    } else if (text === '/' && isBeforeValue(tokens.at(-1))) {
      const close = endOfRegularExpression(source, start);
      if (close !== undefined) [kind, end] = ['regexp', close];
    }
    tokens.push({ kind, text: source.slice(start, end), start });
    pattern.lastIndex = end;
  }
  return tokens;
}

const WORD = /^[A-Za-z_$\u0080-\uffff]/;

function kindOf(text: string): Token['kind'] {
  const first = text[0]!;
  if (first === '"' || first === "'") return 'string';
  return WORD.test(first) ? 'word' : 'other';
}

const isBeforeValue = (before: Token | undefined): boolean =>
  before === undefined ||
  (before.kind === 'word' && BEFORE_VALUE.test(before.text)) ||
  (before.kind === 'other' && OPERATORS.has(before.text));

function endOfRegularExpression(source: string, start: number): number | undefined {
  REGULAR_EXPRESSION.lastIndex = start;
  return REGULAR_EXPRESSION.test(source) ? REGULAR_EXPRESSION.lastIndex : undefined;
}

const IN_TEMPLATE = /\\[\s\S]|`|\$\{/g;
const IN_SUBSTITUTION = /\/\/.*|\/\*[\s\S]*?\*\/|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|[`{}]/g;

export interface Template {
  /** Behind its closing backtick. */
  readonly end: number;
  /** From `${` to behind the brace that closes it. */
  readonly substitutions: readonly (readonly [start: number, end: number])[];
}

/** The template whose backtick is at `start`; undefined where it is not closed. */
export function templateAt(source: string, start: number): Template | undefined {
  const substitutions: [number, number][] = [];
  // One for each template that is open: how many braces are open in the substitution that it is in, if it is in one.
  const open: (number | undefined)[] = [undefined];
  for (let at = start + 1; ; ) {
    const pattern = open.at(-1) === undefined ? IN_TEMPLATE : IN_SUBSTITUTION;
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (!match) return undefined;
    const [text] = match;
    at = pattern.lastIndex;
    const braces = open.at(-1);
    const last = open.length - 1;
    if (braces === undefined) {
      if (text === '${') {
        open[last] = 0;
        if (last === 0) substitutions.push([match.index, source.length]);
      } else if (text === '`') open.pop();
      if (open.length === 0) return { end: at, substitutions };
    } else if (text === '`') open.push(undefined);
    else if (text === '{') open[last] = braces + 1;
    else if (text === '}') {
      open[last] = braces === 0 ? undefined : braces - 1;
      if (braces === 0 && last === 0) substitutions.at(-1)![1] = at;
    }
  }
}
