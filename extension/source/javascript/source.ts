import { Scope } from './scope.ts';
import { Tokenized } from './tokenized.ts';

export interface Flavour {
  /** TypeScript. */
  readonly hasTypes: boolean;
  /** JSX. */
  readonly hasTags: boolean;
}

/** A name that stands for a value. */
export interface Use {
  readonly index: number;
  readonly scope: Scope;
  readonly isDeclared: boolean;
  /** Where in the text it has a value: what is declared has none before it is initialized. */
  knownFrom: number;
}

/** A text in its tokens, and what is found out about them. */
export class Source extends Tokenized {
  readonly hasTypes: boolean;
  readonly program: Scope;
  readonly uses: Use[] = [];
  /** Names of variables, and `this`. */
  readonly values = new Set<number>();
  /** Names behind a dot. */
  readonly members = new Set<number>();
  /** What is there only for the compiler. */
  readonly erased = new Set<number>();

  constructor(text: string, { hasTypes, hasTags }: Flavour) {
    super(text, hasTags);
    this.hasTypes = hasTypes;
    this.program = new Scope('function', undefined, 0);
    this.program.end = text.length;
  }

  startOf(index: number): number {
    return this.tokens[index]?.start ?? this.program.end;
  }

  /** Where in the text the token before ends. */
  endBefore(index: number): number {
    return this.tokens[index - 1]?.end ?? this.program.end;
  }

  use(index: number, scope: Scope): void {
    this.values.add(index);
    this.uses.push({ index, scope, isDeclared: false, knownFrom: 0 });
  }

  /** @param isVariable as opposed to a function or a class, whose value nobody wonders about */
  declare(index: number, scope: Scope, isVariable = true): void {
    this.values.add(index);
    scope.declare(this.tokens[index]!.text, isVariable);
    this.uses.push({ index, scope, isDeclared: true, knownFrom: this.startOf(index) });
  }

  erase(from: number, end: number): number {
    for (let index = from; index < end; index += 1) this.erased.add(index);
    return end;
  }
}
