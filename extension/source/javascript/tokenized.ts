import { type Brackets, bracketsOf } from './brackets.ts';
import { type Token, tokensOf } from './tokens.ts';

/** A text in its tokens, which are known by their index. */
export class Tokenized {
  readonly tokens: readonly Token[];
  readonly brackets: Brackets;

  constructor(text: string, hasTags: boolean) {
    this.tokens = tokensOf(text, hasTags);
    this.brackets = bracketsOf(this.tokens);
  }

  /** Undefined for what is in quotes. */
  textAt(index: number): string | undefined {
    const token = this.tokens[index];
    return token && token.kind !== 'text' && token.kind !== 'tag' ? token.text : undefined;
  }

  isName(index: number): boolean {
    return this.tokens[index]?.kind === 'name';
  }

  /** Whether what is before it may have ended a statement, and the line with it. */
  startsLine(index: number): boolean {
    return this.tokens[index]?.startsLine ?? true;
  }
}
