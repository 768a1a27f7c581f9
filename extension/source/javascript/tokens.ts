/**
 * Text is what is in quotes, a template between its expressions, a regular expression, what stands between tags; a tag is a
 * name in one, its attributes included.
 */
export type Kind = 'name' | 'number' | 'text' | 'tag' | 'punctuation';

export interface Token {
  readonly kind: Kind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether a line begins between the token before and this one. */
  readonly startsLine: boolean;
}

/** What an expression in a template and one among tags begins with, unlike a block or an object. */
export const HOLE = '${';

const SPACE = /(?:\s+|\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|^#!.*)*/y;
const NAME = /#?[\p{L}\p{Nl}_$][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$\u200c\u200d]*/uy;
const NUMBER = /(?:0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?)n?/iy;
const QUOTED = /'(?:\\[\s\S]|[^'\\\n])*'?|"(?:\\[\s\S]|[^"\\\n])*"?/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const PUNCTUATION = /=>|\.\.\.|\?\.(?!\d)|\+\+|--|\*\*|&&|\|\||\?\?|[=!]==?|<=|[\s\S]/y;
const TEMPLATE_TEXT = /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*/y;
const TAG_TEXT = /[^<{]*/y;
const TAG_NAME = /[\p{L}\p{Nd}_$.:-]+/uy;
const TAG_QUOTED = /'[^']*'?|"[^"]*"?/y;
/** What begins like a tag but is a list of parameters of types. */
const TYPE_PARAMETERS = /<\s*(?:const\s+)?[\p{L}_$][\p{L}\p{Nd}_$]*\s*(?:,|extends\b|=)/uy;
const TAG = /<(?=[\p{L}_$>])/uy;

/** Names behind which an expression begins. */
const BEFORE_EXPRESSION: ReadonlySet<string> = new Set(
  'return typeof instanceof in of new delete void throw case do else await yield default extends'.split(' '),
);
const CONDITION: ReadonlySet<string> = new Set(['if', 'while', 'for', 'with']);
const BEFORE_BLOCK: ReadonlySet<string> = new Set(['else', 'do', 'try', 'finally', ')', ';', '{', '}', '=>']);

/** What a closing bracket has ended: behind a condition and a block an expression may begin, behind others it has ended. */
interface Bracket {
  readonly beforeExpression: boolean;
  /** What goes on behind the brace that ends an expression in a template or among tags. */
  readonly hole: boolean;
}

/** Inside of what a token is read. */
type Mode = 'code' | 'template' | 'tag' | 'closing tag' | 'children';

/** What was known where a template begins. */
interface Before {
  readonly at: number;
  readonly startsLine: boolean;
  readonly tokens: number;
  readonly modes: readonly Mode[];
  readonly brackets: readonly Bracket[];
}

/** Behind each template that is not closed the text is read anew: not for ever. */
const MOST_UNCLOSED = 20;

/**
 * Takes a text apart, without white space and comments. Whatever it is, nothing is an error: what is not closed ends where it
 * hurts least, text at the end of its line, a template at its first character.
 */
export function tokensOf(text: string, hasTags: boolean): Token[] {
  return new Tokens(text, hasTags).all();
}

class Tokens {
  readonly #text: string;
  readonly #hasTags: boolean;
  readonly #tokens: Token[] = [];
  #modes: Mode[] = ['code'];
  #brackets: Bracket[] = [];
  #at = 0;
  #startsLine = true;
  /**
   * Whether what comes next is the beginning of an expression: a slash is then no division, and `<` begins a tag. Nobody
   * compares regular expressions: behind `<` and `>` a slash is that of a tag.
   */
  #beforeExpression = true;
  /** Of the outermost template that is open. */
  #before: Before | undefined;
  #unclosed = 0;

  constructor(text: string, hasTags: boolean) {
    this.#text = text;
    this.#hasTags = hasTags;
  }

  all(): Token[] {
    do while (this.#at < this.#text.length) this.#read();
    while (this.#isBackBeforeTemplate());
    return this.#tokens;
  }

  #read(): void {
    const mode = this.#modes.at(-1);
    if (mode === 'template') this.#readTemplate();
    else if (mode === 'tag' || mode === 'closing tag') this.#readTag();
    else if (mode === 'children') this.#readChildren();
    else this.#readCode();
  }

  #readCode(): void {
    this.#passSpace();
    const first = this.#text[this.#at];
    if (first === undefined) return;
    if (this.#take('name', NAME)) {
      this.#beforeExpression = BEFORE_EXPRESSION.has(this.#last!) && this.#tokens.at(-2)?.text !== '.';
    } else if (this.#take('number', NUMBER) || this.#take('text', QUOTED)) this.#beforeExpression = false;
    else if (first === '`' && this.#unclosed < MOST_UNCLOSED) this.#enterTemplate();
    else if (this.#beforeExpression && first === '/' && this.#take('text', REGEX))
      this.#beforeExpression = false;
    else if (this.#beforeExpression && this.#hasTags && this.#isTag()) this.#enter('tag');
    else this.#readPunctuation();
  }

  #readPunctuation(): void {
    const before = this.#last;
    const beforeThat = this.#tokens.at(-2)?.text;
    this.#take('punctuation', PUNCTUATION);
    const text = this.#last!;
    if (text === '(') this.#open(CONDITION.has(before ?? '') && beforeThat !== '.');
    else if (text === '{') this.#open(before === undefined || BEFORE_BLOCK.has(before));
    else if (text === '[') this.#open(false);
    else if (text === ')' || text === '}' || text === ']') this.#close();
    else if (text !== '++' && text !== '--') this.#beforeExpression = text !== '<' && text !== '>';
  }

  #open(beforeExpression: boolean, hole = false): void {
    this.#brackets.push({ beforeExpression, hole });
    this.#beforeExpression = true;
  }

  #close(): void {
    const bracket = this.#brackets.pop();
    this.#beforeExpression = bracket?.beforeExpression ?? false;
    if (bracket?.hole) this.#modes.pop();
  }

  /** What begins here is read in another way, until that comes to its end. */
  #enter(mode: Mode, kind: Kind = 'punctuation'): void {
    this.#modes.push(mode);
    this.#push(kind, this.#at + 1);
  }

  #leave(): void {
    this.#modes.pop();
    this.#beforeExpression = false;
  }

  #enterTemplate(): void {
    this.#before ??= {
      at: this.#at,
      startsLine: this.#startsLine,
      tokens: this.#tokens.length,
      modes: [...this.#modes],
      brackets: [...this.#brackets],
    };
    this.#enter('template', 'text');
  }

  #leaveTemplate(): void {
    this.#leave();
    if (this.#modes.length === this.#before?.modes.length) this.#before = undefined;
  }

  /** Whether a template was not closed, and all behind its first character is to be read as code. */
  #isBackBeforeTemplate(): boolean {
    if (!this.#before) return false;
    const { at, startsLine, tokens, modes, brackets } = this.#before;
    this.#before = undefined;
    this.#unclosed += 1;
    this.#at = at;
    this.#startsLine = startsLine;
    this.#tokens.length = tokens;
    this.#modes = [...modes];
    this.#brackets = [...brackets];
    this.#push('punctuation', at + 1);
    this.#beforeExpression = false;
    return true;
  }

  #readTemplate(): void {
    TEMPLATE_TEXT.lastIndex = this.#at;
    const { length } = TEMPLATE_TEXT.exec(this.#text)![0];
    const end = this.#at + length;
    const isOver = this.#text[end] !== '$';
    if (isOver || length > 0) this.#push('text', Math.min(end + (isOver ? 1 : 0), this.#text.length));
    if (!isOver) this.#openHole(2);
    else if (this.#text[end] === '`') this.#leaveTemplate();
  }

  #openHole(length: number): void {
    this.#modes.push('code');
    this.#tokens.push(this.#token('punctuation', HOLE, this.#at + length));
    this.#open(false, true);
  }

  #isTag(): boolean {
    const matches = (pattern: RegExp): boolean => {
      pattern.lastIndex = this.#at;
      return pattern.test(this.#text);
    };
    return matches(TAG) && !matches(TYPE_PARAMETERS);
  }

  #readTag(): void {
    this.#passSpace();
    if (this.#at >= this.#text.length) return;
    if (this.#take('tag', TAG_NAME) || this.#take('text', TAG_QUOTED)) return;
    if (this.#text[this.#at] === '{') this.#openHole(1);
    else this.#readTagPunctuation();
  }

  #readTagPunctuation(): void {
    this.#push('punctuation', this.#at + 1);
    if (this.#last !== '>') return;
    const [before, isClosing] = [this.#tokens.at(-2)?.text, this.#modes.at(-1) === 'closing tag'];
    this.#leave();
    if (isClosing) this.#leave();
    else if (before !== '/') this.#modes.push('children');
  }

  #readChildren(): void {
    TAG_TEXT.lastIndex = this.#at;
    const { length } = TAG_TEXT.exec(this.#text)![0];
    if (length > 0) this.#push('text', this.#at + length);
    const first = this.#text[this.#at];
    if (first === '{') this.#openHole(1);
    else if (first === '<') this.#enter(this.#text[this.#at + 1] === '/' ? 'closing tag' : 'tag');
  }

  get #last(): string | undefined {
    return this.#tokens.at(-1)?.text;
  }

  #passSpace(): void {
    SPACE.lastIndex = this.#at;
    const space = SPACE.exec(this.#text)![0];
    this.#startsLine ||= space.includes('\n');
    this.#at += space.length;
  }

  #take(kind: Kind, pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#push(kind, this.#at + match[0].length);
    return match !== null;
  }

  #push(kind: Kind, end: number): void {
    this.#tokens.push(this.#token(kind, this.#text.slice(this.#at, end), end));
  }

  #token(kind: Kind, text: string, end: number): Token {
    const token = { kind, text, start: this.#at, end, startsLine: this.#startsLine };
    this.#at = end;
    this.#startsLine = false;
    return token;
  }
}
