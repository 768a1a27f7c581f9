/** Symbols that an expression can name. */
const WELL_KNOWN =
  /^Symbol\((Symbol\.(?:asyncIterator|hasInstance|isConcatSpreadable|iterator|match|matchAll|replace|search|species|split|toPrimitive|toStringTag|unscopables|dispose|asyncDispose))\)$/;

const IDENTIFIER = /^[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*$/u;
const INDEX = /^(?:0|[1-9]\d*)$/;

/**
 * An expression for a member of what an expression leads to; undefined where there is none. Members of a scope (its
 * expression is empty) go by their name alone.
 */
export function nameOf(owner: string | undefined, name: string): string | undefined {
  if (owner === undefined) return undefined;
  if (owner === '') return name;
  const object = isSimple(owner) ? owner : `(${owner})`;
  if (name.startsWith('Symbol(')) {
    const known = WELL_KNOWN.exec(name)?.[1];
    return known && `${object}[${known}]`;
  }
  if (IDENTIFIER.test(name)) return `${object}.${name}`;
  return INDEX.test(name) ? `${object}[${name}]` : `${object}[${JSON.stringify(name)}]`;
}

/** Whether an expression can be followed by `.name` as it is: names, members, calls. */
const isSimple = (expression: string): boolean =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\??\.#?[\p{ID_Start}$_][\p{ID_Continue}$]*|\[(?:\d+|"(?:[^"\\]|\\.)*"|[\w.$]+)\]|\(\)|\.get\((?:-?[\d.]+n?|"(?:[^"\\]|\\.)*"|true|false|null|undefined)\))*$/u.test(
    expression,
  );
