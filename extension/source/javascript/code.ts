import { readClass, readObject } from './bodies.ts';
import { arrowAt, readArrow, readFunction } from './functions.ts';
import { readBinding } from './patterns.ts';
import { Scope } from './scope.ts';
import type { Source, Use } from './source.ts';
import { behindType, behindTypeArguments } from './types.ts';
import { BEFORE_VALUE, JOINING, KEYWORDS, VALUES } from './words.ts';

export interface Region {
  readonly source: Source;
  readonly scope: Scope;
  readonly end: number;
  /** Whether it is one expression, or one statement: what follows is somebody else's. */
  readonly isOne?: boolean;
}

/** Reads statements and expressions alike, as far as the region goes. Returns the token behind. */
export function readCode(region: Region, from: number): number {
  return new Code(region, from).read();
}

const BINDINGS: ReadonlySet<string> = new Set(['const', 'let', 'var', 'using']);
/** What has variables of its own, before its body. */
const HEADS: ReadonlySet<string> = new Set(['for', 'catch']);

class Code {
  readonly #source: Source;
  readonly #scope: Scope;
  readonly #end: number;
  readonly #isOne: boolean;
  #at: number;
  /** In the middle of `let a, b`: what declares them. */
  #binding: string | undefined;
  /** What it declares, before it is initialized. */
  #uninitialized: readonly Use[] = [];
  /** Whether the next colon is that of `case a:`. */
  #isCase = false;

  constructor({ source, scope, end, isOne = false }: Region, from: number) {
    this.#source = source;
    this.#scope = scope;
    this.#end = end;
    this.#isOne = isOne;
    this.#at = from;
  }

  read(): number {
    const first = this.#at;
    while (this.#at < this.#end) {
      const token = this.#source.tokens[this.#at]!;
      if (this.#at > first && token.startsLine && this.#isCompleteBefore(this.#at)) {
        if (this.#isOne) break;
        this.#endBinding(token.start);
      }
      if (this.#isOne && (token.text === ';' || token.text === ',') && token.kind === 'punctuation') break;
      if (token.kind === 'name') this.#readName(token.text);
      else if (token.kind === 'punctuation') this.#readPunctuation(token.text);
      else this.#at += 1;
    }
    this.#endBinding(this.#source.startOf(this.#at));
    return this.#at;
  }

  /** Whether a statement is complete before this token, with which a line begins. */
  #isCompleteBefore(at: number): boolean {
    const { tokens } = this.#source;
    const { kind, text } = tokens[at]!;
    if (kind === 'tag' || (kind === 'punctuation' && text !== '{' && text !== '@')) return false;
    return !JOINING.has(text) && this.#endsValue(at - 1);
  }

  #isStatement(text: string): boolean {
    return KEYWORDS.has(text) && !VALUES.has(text) && !BEFORE_VALUE.has(text);
  }

  #endsValue(index: number): boolean {
    const token = this.#source.tokens[index];
    if (!token || index < 0) return false;
    if (token.kind === 'name') return !KEYWORDS.has(token.text) || VALUES.has(token.text);
    return token.kind !== 'punctuation' || [')', ']', '}', '++', '--', '>'].includes(token.text);
  }

  #readName(text: string): void {
    const source = this.#source;
    const before = source.textAt(this.#at - 1);
    if (before === '.' || before === '?.') {
      source.members.add(this.#at);
      this.#at += 1;
    } else if (arrowAt(source, this.#at) !== undefined) {
      this.#at = readArrow(this.#region, this.#at);
    } else if (!this.#readWord(text)) {
      source.use(this.#at, this.#scope);
      this.#at += 1;
    }
  }

  /** Whether it is one that means something to the language here. */
  #readWord(text: string): boolean {
    const source = this.#source;
    const next = source.textAt(this.#at + 1);
    if (text === 'this') source.use(this.#at, this.#scope);
    else if (text === 'function' || (text === 'async' && next === 'function')) return this.#readFunction();
    else if (text === 'class' || text === 'interface') return this.#readClass(text);
    else if (HEADS.has(text)) return this.#readHead();
    else if (text === 'import' && next !== '(' && next !== '.') return this.#readImport();
    else if (text === 'export' && (next === '{' || next === '*')) return this.#readImport();
    else if (text === 'case' || text === 'default') this.#isCase = true;
    else if (BINDINGS.has(text) && (text !== 'using' || this.#isBound(this.#at + 1))) {
      if (next === 'enum') return this.#skipBlock();
      this.#binding = text;
      this.#at += 1;
      this.#readBinding();
      return true;
    } else if (source.hasTypes && this.#readTypeWord(text)) return true;
    else if (!KEYWORDS.has(text) && !this.#isLabel() && !this.#isOf(text)) return false;
    this.#at += 1;
    return true;
  }

  #isBound(at: number): boolean {
    return this.#source.isName(at) && !this.#source.startsLine(at) && !JOINING.has(this.#source.textAt(at)!);
  }

  /** Only those that nothing can be called, or that something follows. */
  #readTypeWord(text: string): boolean {
    const source = this.#source;
    const at = this.#at;
    const isNamed = this.#isBound(at + 1);
    if ((text === 'as' || text === 'satisfies') && this.#endsValue(at - 1) && !source.startsLine(at)) {
      this.#at = source.erase(at, behindType(source, at + 1, this.#end));
    } else if (text === 'type' && isNamed) {
      const parameters = source.textAt(at + 2) === '<' ? behindTypeArguments(source, at + 2) : at + 2;
      this.#at = source.erase(at, behindType(source, (parameters ?? at + 2) + 1, this.#end));
    } else if (text === 'enum') return this.#skipBlock();
    else if (
      (text === 'declare' || text === 'abstract' || text === 'namespace' || text === 'module') &&
      isNamed
    )
      this.#at += text === 'declare' || text === 'abstract' ? 1 : 2;
    else return false;
    return true;
  }

  #isLabel(): boolean {
    const source = this.#source;
    const before = source.textAt(this.#at - 1);
    const isFirst = before === undefined || [';', '{', '}'].includes(before) || source.startsLine(this.#at);
    return isFirst && source.textAt(this.#at + 1) === ':' && !this.#isCase && before !== '?';
  }

  /** `for (const x of y)`. */
  #isOf(text: string): boolean {
    return text === 'of' && this.#endsValue(this.#at - 1) && !this.#source.startsLine(this.#at);
  }

  #readFunction(): true {
    const source = this.#source;
    let at = this.#at + (source.textAt(this.#at) === 'async' ? 2 : 1);
    if (source.textAt(at) === '*') at += 1;
    const isNamed = source.isName(at);
    if (isNamed) source.declare(at, this.#scope, false);
    this.#at = readFunction(this.#region, isNamed ? at + 1 : at, source.startOf(this.#at));
    return true;
  }

  #readClass(text: string): boolean {
    const source = this.#source;
    if (text === 'interface' && !(source.hasTypes && this.#isBound(this.#at + 1))) return false;
    let at = this.#at + 1;
    if (source.isName(at) && !['extends', 'implements'].includes(source.textAt(at)!)) {
      if (text === 'class') source.declare(at, this.#scope, false);
      at += 1;
    }
    while (at < this.#end && source.textAt(at) !== '{') {
      const next = source.textAt(at);
      if (next === '<') at = behindTypeArguments(source, at) ?? at + 1;
      else if (next === '(' || next === '[') at = readInside(this.#region, at);
      else at += 1;
    }
    if (text === 'class') this.#at = readClass(this.#region, at);
    else this.#at = source.erase(at, Math.min(source.brackets.behind(at), this.#end));
    return true;
  }

  /** Of an enumeration: what stands in it are no variables. */
  #skipBlock(): true {
    const { brackets, tokens } = this.#source;
    while (this.#at < this.#end && tokens[this.#at]!.text !== '{') this.#at += 1;
    this.#at = Math.min(brackets.behind(this.#at), this.#end);
    return true;
  }

  /** What is imported are hardly ever variables. */
  #readImport(): true {
    const { tokens, brackets } = this.#source;
    for (this.#at += 1; this.#at < this.#end; ) {
      const { kind, text, startsLine } = tokens[this.#at]!;
      if (kind === 'punctuation' && text === '{') this.#at = brackets.behind(this.#at);
      else if (text === ';' || (startsLine && this.#isStatement(text))) break;
      else if (kind === 'name' || text === '*' || text === ',') this.#at += 1;
      else {
        this.#at += kind === 'text' ? 1 : 0;
        break;
      }
    }
    return true;
  }

  /** `for (…) …` and `catch (…) …`: their variables are those of what follows. */
  #readHead(): true {
    const { brackets } = this.#source;
    const isCatch = this.#source.textAt(this.#at) === 'catch';
    const scope = new Scope('block', this.#scope, this.#source.startOf(this.#at));
    const region = { source: this.#source, scope };
    this.#at += this.#source.textAt(this.#at + 1) === 'await' ? 2 : 1;
    if (this.#source.textAt(this.#at) === '(') {
      const inside = { ...region, end: Math.min(brackets.end(this.#at), this.#end) };
      if (isCatch) readBinding(inside, this.#at + 1, 'let');
      else readCode(inside, this.#at + 1);
      this.#at = Math.min(brackets.behind(this.#at), this.#end);
    }
    if (this.#source.textAt(this.#at) === '{') this.#at = readInside({ ...region, end: this.#end }, this.#at);
    else this.#at = readCode({ ...region, end: this.#end, isOne: true }, this.#at);
    scope.end = this.#source.tokens[this.#at - 1]?.end ?? this.#source.program.end;
    return true;
  }

  #readBinding(): void {
    const first = this.#source.uses.length;
    this.#at = readBinding(this.#region, this.#at, this.#binding!);
    this.#uninitialized = this.#source.uses.slice(first).filter(({ isDeclared }) => isDeclared);
  }

  /** What was declared has its value from here on. */
  #initialize(offset: number): void {
    for (const use of this.#uninitialized) use.knownFrom = offset;
    this.#uninitialized = [];
  }

  #endBinding(offset: number): void {
    this.#initialize(offset);
    this.#binding = undefined;
  }

  #readPunctuation(text: string): void {
    const source = this.#source;
    if (arrowAt(source, this.#at) !== undefined) {
      this.#at = readArrow(this.#region, this.#at);
      return;
    }
    switch (text) {
      case '{':
        this.#at = this.#isBlock() ? this.#readBlock() : readObject(this.#region, this.#at);
        return;
      case '(':
      case '[':
      case '${':
        this.#at = readInside(this.#region, this.#at);
        return;
      case '<':
        this.#at = this.#behindTypes() ?? this.#at + 1;
        return;
      case ',':
        this.#at += 1;
        if (!this.#binding) return;
        this.#initialize(source.startOf(this.#at));
        this.#readBinding();
        return;
      case ';':
        this.#endBinding(source.startOf(this.#at));
        break;
      case ':':
        this.#isCase = false;
        break;
      case '!':
        if (this.#endsValue(this.#at - 1) && !source.startsLine(this.#at) && source.hasTypes)
          source.erased.add(this.#at);
        break;
    }
    this.#at += 1;
  }

  /** Of `f<T>(x)` and `<T>x`. */
  #behindTypes(): number | undefined {
    const source = this.#source;
    const behind = source.hasTypes ? behindTypeArguments(source, this.#at) : undefined;
    if (behind === undefined) return undefined;
    const next = source.tokens[behind];
    const isCall = next?.text === '(' || next?.kind === 'text';
    if (!isCall && this.#endsValue(this.#at - 1)) return undefined;
    return source.erase(this.#at, behind);
  }

  #isBlock(): boolean {
    const before = this.#source.tokens[this.#at - 1];
    if (!before || this.#at === 0) return true;
    if (before.kind === 'name') return !BEFORE_VALUE.has(before.text);
    if (before.text === ':') return this.#isCaseBefore();
    return before.kind === 'text' || [')', ']', '}', '{', ';', '=>'].includes(before.text);
  }

  /** `case 1: {`; elsewhere an object follows a colon. */
  #isCaseBefore(): boolean {
    for (let at = this.#at - 2; at >= 0 && !this.#source.startsLine(at + 1); at -= 1) {
      const text = this.#source.textAt(at);
      if (text === 'case' || text === 'default') return true;
      if (text === '?' || text === ';') return false;
    }
    return false;
  }

  #readBlock(): number {
    const scope = new Scope('block', this.#scope, this.#source.startOf(this.#at));
    const behind = readInside({ source: this.#source, scope, end: this.#end }, this.#at);
    scope.end = this.#source.tokens[behind - 1]?.end ?? this.#source.program.end;
    return behind;
  }

  get #region(): Region {
    return { source: this.#source, scope: this.#scope, end: this.#end };
  }
}

/** What is in brackets. Returns the token behind them. */
export function readInside({ source, scope, end }: Region, open: number): number {
  const inside = Math.min(source.brackets.end(open), end);
  readCode({ source, scope, end: inside }, open + 1);
  return Math.min(source.brackets.behind(open), end);
}
