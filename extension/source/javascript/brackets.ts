import { HOLE, type Token } from './tokens.ts';

/** What closes each bracket that opens. */
export const PARTNER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', [HOLE]: '}' };

/** Where what a bracket encloses ends. */
export interface Brackets {
  /** The token behind the last one inside; by default, the bracket's own partner. */
  end(open: number): number;
  /** The token behind all of it. */
  behind(open: number): number;
  /** The opening bracket whose partner is here. */
  openOf(close: number): number | undefined;
}

/** What is never closed goes as far as what is around it. */
export function bracketsOf(tokens: readonly Token[]): Brackets {
  const ends = new Map<number, number>();
  const opens = new Map<number, number>();
  const waiting: { readonly open: number; readonly partner: string }[] = [];
  tokens.forEach(({ kind, text }, index) => {
    if (kind !== 'punctuation') return;
    const partner = PARTNER[text];
    if (partner) waiting.push({ open: index, partner });
    else if (text === ')' || text === ']' || text === '}') {
      const own = waiting.findLastIndex((it) => it.partner === text);
      if (own < 0) return;
      const closed = waiting.splice(own);
      for (const { open } of closed) ends.set(open, index);
      opens.set(index, closed[0]!.open);
    }
  });
  return {
    end: (open) => ends.get(open) ?? tokens.length,
    behind(open) {
      const end = ends.get(open) ?? tokens.length;
      return opens.get(end) === open ? end + 1 : end;
    },
    openOf: (close) => opens.get(close),
  };
}
