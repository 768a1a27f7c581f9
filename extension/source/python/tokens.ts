export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'punctuation';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Where a statement begins, how far it is indented; undefined within a statement. */
  readonly indent: number | undefined;
}

export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** Words that no expression goes on with: where a line begins with one, what was left open before is not meant. */
const STATEMENTS: ReadonlySet<string> = new Set(
  'def class return import while with try raise pass assert del global nonlocal break continue'.split(' '),
);

const SPACE = /(?:[^\S\n]+|\\\r?\n|#.*)*/y;
const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy;
const NUMBER = /0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?j?/iy;
const QUOTE = /(?<prefix>[a-z]{0,2})(?<quote>'''|"""|'|")/iy;
const PUNCTUATION = /:=|==|!=|<=|>=|->|(?:\*\*|\/\/|<<|>>|[-+*/%@&|^])=|\*\*|\/\/|[\s\S]/y;

/** Takes a text apart, without white space and comments. Whatever it is, nothing is an error. */
export function tokensOf(text: string): Token[] {
  return new Tokens(text).all();
}

class Tokens {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  #depth = 0;
  #indent: number | undefined = 0;

  constructor(text: string) {
    this.#text = text;
  }

  all(): Token[] {
    while (this.#at < this.#text.length) this.#read();
    return this.#tokens;
  }

  #read(): void {
    const space = this.#match(SPACE)![0];
    if (this.#indent !== undefined) this.#indent += space.length;
    this.#at += space.length;
    const first = this.#text[this.#at];
    if (first === undefined) return;
    if (first === '\n') this.#newLine();
    else this.#readToken(first);
  }

  #newLine(): void {
    this.#at += 1;
    const word = /^[^\S\n]*([a-z]+)/.exec(this.#text.slice(this.#at, this.#at + 200))?.[1];
    if (STATEMENTS.has(word ?? '')) this.#depth = 0;
    this.#indent = this.#depth > 0 ? undefined : 0;
  }

  #readToken(first: string): void {
    const quote = this.#match(QUOTE)?.groups as { prefix: string; quote: string } | undefined;
    if (quote) this.#readText(quote.prefix, quote.quote);
    else if (!this.#take('name', NAME) && !this.#take('number', NUMBER)) {
      if ('([{'.includes(first)) this.#depth += 1;
      if (')]}'.includes(first)) this.#depth = Math.max(0, this.#depth - 1);
      this.#take('punctuation', PUNCTUATION);
    }
  }

  #readText(prefix: string, quote: string): void {
    const hasHoles = /[ft]/i.test(prefix);
    let end = this.#at + prefix.length + quote.length;
    for (;;) {
      const next = this.#text[end];
      if (next === undefined || (next === '\n' && quote.length === 1)) break;
      if (this.#text.startsWith(quote, end)) {
        end += quote.length;
        break;
      }
      if (hasHoles && next === '{' && this.#text[end + 1] !== '{') {
        this.#push('text', end);
        end = this.#readHole(quote);
      } else end += next === '\\' || (hasHoles && next === '{') ? 2 : 1;
    }
    this.#push('text', Math.min(end, this.#text.length));
  }

  /** `{a.b!r:>{width}}`: what is in braces is code, up to how it is formatted. Returns where the text goes on. */
  #readHole(quote: string): number {
    const outer = this.#depth;
    this.#push('punctuation', this.#at + 1);
    this.#depth = outer + 1;
    while (this.#at < this.#text.length && this.#depth > outer) {
      const space = this.#match(SPACE)![0].length;
      const [next, further] = [this.#text[this.#at + space], this.#text[this.#at + space + 1]];
      const isFormat = this.#depth === outer + 1 && (next === ':' || (next === '!' && further !== '='));
      if (isFormat || this.#text.startsWith(quote, this.#at + space)) {
        this.#at += space;
        break;
      }
      this.#read();
    }
    this.#depth = outer;
    return this.#at;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }

  #take(kind: Token['kind'], pattern: RegExp): boolean {
    const match = this.#match(pattern);
    if (match) this.#push(kind, this.#at + match[0].length);
    return match !== null;
  }

  #push(kind: Token['kind'], end: number): void {
    if (end <= this.#at) return;
    const text = this.#text.slice(this.#at, end);
    this.#tokens.push({ kind, text, start: this.#at, end, indent: this.#indent });
    this.#at = end;
    this.#indent = undefined;
  }
}
