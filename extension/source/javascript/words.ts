const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** What no variable can be called. */
export const KEYWORDS = words(
  'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if import in instanceof new null return super switch this throw true try typeof var void while with yield',
);

/** Names that end an expression, as variables do. */
export const VALUES = words('this super null true false');

/** Names that an expression, and not a block, follows. */
export const BEFORE_VALUE = words(
  'return typeof in of instanceof new delete void throw await yield default case extends',
);

/** Names that join two expressions. */
export const JOINING = words('in of instanceof as satisfies');

/** What may stand before the name of a member of a class, or of a parameter. */
export const MODIFIERS = words(
  'static public private protected readonly abstract override declare async get set accessor',
);
