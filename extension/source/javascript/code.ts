import { readBlock, readHead } from './blocks.ts';
import { readObject } from './bodies.ts';
import { behindEnum, behindImport, isBound, readNamedClass, readNamedFunction } from './declarations.ts';
import { endsValue, isBlock, isCompleteBefore } from './ends.ts';
import { arrowAt, readArrow } from './functions.ts';
import { readBinding } from './patterns.ts';
import type { Scope } from './scope.ts';
import type { Source, Use } from './source.ts';
import { behindType, behindTypeArguments } from './types.ts';
import { KEYWORDS } from './words.ts';

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
      if (this.#at > first && token.startsLine && isCompleteBefore(this.#source, this.#at)) {
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
    const region = this.#region;
    const at = this.#at;
    const next = source.textAt(at + 1);
    if (text === 'this') source.use(at, this.#scope);
    else if (text === 'function' || (text === 'async' && next === 'function'))
      return this.#goOn(readNamedFunction(region, at));
    else if (text === 'class' || text === 'interface') return this.#goOn(readNamedClass(region, at));
    else if (HEADS.has(text)) return this.#goOn(readHead(region, at));
    else if (text === 'import' && next !== '(' && next !== '.') return this.#goOn(behindImport(region, at));
    else if (text === 'export' && (next === '{' || next === '*')) return this.#goOn(behindImport(region, at));
    else if (text === 'case' || text === 'default') this.#isCase = true;
    else if (BINDINGS.has(text) && (text !== 'using' || isBound(source, at + 1))) {
      if (next === 'enum') return this.#goOn(behindEnum(region, at));
      this.#binding = text;
      this.#at += 1;
      this.#readBinding();
      return true;
    } else if (source.hasTypes && this.#readTypeWord(text)) return true;
    else if (!KEYWORDS.has(text) && !this.#isLabel() && !this.#isOf(text)) return false;
    this.#at += 1;
    return true;
  }

  /** Whether there is something that was read, up to `behind`. */
  #goOn(behind: number | undefined): boolean {
    this.#at = behind ?? this.#at;
    return behind !== undefined;
  }

  /** Only those that nothing can be called, or that something follows. */
  #readTypeWord(text: string): boolean {
    const source = this.#source;
    const at = this.#at;
    const isNamed = isBound(source, at + 1);
    if ((text === 'as' || text === 'satisfies') && endsValue(source, at - 1) && !source.startsLine(at)) {
      this.#at = source.erase(at, behindType(source, at + 1, this.#end));
    } else if (text === 'type' && isNamed) {
      const parameters = source.textAt(at + 2) === '<' ? behindTypeArguments(source, at + 2) : at + 2;
      this.#at = source.erase(at, behindType(source, (parameters ?? at + 2) + 1, this.#end));
    } else if (text === 'enum') return this.#goOn(behindEnum(this.#region, at));
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
    return text === 'of' && endsValue(this.#source, this.#at - 1) && !this.#source.startsLine(this.#at);
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
        this.#at = isBlock(source, this.#at)
          ? readBlock(this.#region, this.#at)
          : readObject(this.#region, this.#at);
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
        if (endsValue(source, this.#at - 1) && !source.startsLine(this.#at) && source.hasTypes)
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
    if (!isCall && endsValue(this.#source, this.#at - 1)) return undefined;
    return source.erase(this.#at, behind);
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
