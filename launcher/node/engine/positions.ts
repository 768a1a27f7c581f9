declare const unit: unique symbol;

/** Counted from 0, as V8 and source maps count. */
export type Line0 = number & { readonly [unit]: 'line0' };
export type Column0 = number & { readonly [unit]: 'column0' };

export interface Position {
  readonly line: Line0;
  readonly column: Column0;
}

export const position = (line: number, column: number): Position => ({
  line: line as Line0,
  column: column as Column0,
});

/** V8's location as a position; V8 leaves the column out where it is 0. */
export const fromV8 = (location: { lineNumber: number; columnNumber?: number }): Position =>
  position(location.lineNumber, location.columnNumber ?? 0);

export const isBefore = (a: Position, b: Position): boolean =>
  a.line === b.line ? a.column < b.column : a.line < b.line;

/** Converts between the client's counting and ours: the only place where a 1 is added or taken away. */
export class ClientPositions {
  readonly #firstLine: 0 | 1;
  readonly #firstColumn: 0 | 1;

  constructor(linesStartAt1 = true, columnsStartAt1 = true) {
    this.#firstLine = linesStartAt1 ? 1 : 0;
    this.#firstColumn = columnsStartAt1 ? 1 : 0;
  }

  fromClient(line: number, column?: number): Position {
    return position(
      Math.max(0, line - this.#firstLine),
      column === undefined ? 0 : Math.max(0, column - this.#firstColumn),
    );
  }

  toClient(at: Position): { line: number; column: number } {
    return { line: at.line + this.#firstLine, column: at.column + this.#firstColumn };
  }
}
