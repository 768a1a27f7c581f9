import { countOf } from '../../protocol/count-of.ts';
import { KnownSecrets } from './known-secrets.ts';
import { eachCodeLiteral, eachLiteral, hideNamedSecrets, type TextKind } from './named-secrets.ts';
import { type IsSecretName, secretNames } from './secret-names.ts';
import { hideSecretValues } from './secret-values.ts';

/** What stands where a secret was. */
export const REDACTED = '[redacted]';

export interface RedactionOptions {
  /** Parts of names that hold secrets, beside those that are known to. */
  readonly names?: readonly string[];
  /** Regular expressions of values that are secrets. */
  readonly values?: readonly string[];
}

/** Something that is shown with a name and a value: a variable, a member, what an expression has come to. */
export interface Shown {
  readonly value: string;
  readonly type?: string | undefined;
  readonly truncated?: true | undefined;
}

const LITERAL = /^(['"`])([\s\S]*)$/;
/** Numbers under these names are amounts. */
const AMOUNTS = /tokens$/i;
const BYTES = /^(?:Buffer|Uint8Array|ArrayBuffer|Uint8ClampedArray)\(\d+\)/;

/**
 * Finds secrets by their names and by how they look, and hides them. It is a guard against accidents: a secret that has no
 * telling name, looks like nothing, or was changed by code on its way, is not known to be one.
 */
export class Redactor {
  readonly isSecretName: IsSecretName;
  readonly #values: readonly RegExp[];
  readonly #known = new KnownSecrets();
  #hidden = 0;

  constructor({ names = [], values = [] }: RedactionOptions = {}) {
    this.isSecretName = secretNames(names);
    this.#values = values.map((source) => new RegExp(source, 'g'));
  }

  /** How many times something was hidden so far. */
  get hidden(): number {
    return this.#hidden;
  }

  /** @param cut the text was longer */
  text(text: string, kind: TextKind = 'prose', cut = text.endsWith('…')): string {
    if (text === '') return text;
    const hide = this.#hide;
    const byLook = hideSecretValues(text, hide, cut, this.#values);
    const named = (part: string, as: TextKind) =>
      hideNamedSecrets(part, as, this.isSecretName, this.#hideNamed);
    const byName = named(byLook, kind);
    // What stands in quotes in code is prose: `'password=hunter2'`.
    const all = kind === 'code' ? eachCodeLiteral(byName, (literal) => named(literal, 'prose')) : byName;
    return this.#known.hide(all, hide, cut);
  }

  /**
   * A value as it may be shown. Of something secret, absence and truth are told all the same: that a token is `undefined`
   * is what one wants to know.
   *
   * @param secret its name, or the name of what it is a part of, says that it is one
   */
  value(shown: Shown, secret: boolean, name = ''): { readonly value: string; readonly redacted: boolean } {
    const before = this.#hidden;
    const value = secret ? this.#secretValue(shown, name) : this.text(shown.value, 'prose', shown.truncated);
    return { value, redacted: this.#hidden > before };
  }

  #secretValue({ value, type, truncated }: Shown, name: string): string {
    const literal = LITERAL.exec(value);
    if (literal && (type === undefined || type === 'string')) {
      const inner = literal[2]!.endsWith(literal[1]!) ? literal[2]!.slice(0, -1) : literal[2]!;
      if (inner === '') return value;
      if (!truncated) this.#learn(inner);
      return `${this.#hide(inner)}${truncated ? '' : ` (a string of ${countOf(unescaped(inner).length, 'character')})`}`;
    }
    if (/^-?\d/.test(value) && !AMOUNTS.test(name)) return this.#hide(value);
    const bytes = BYTES.exec(value);
    if (bytes) return `${bytes[0]} ${this.#hide(value)}`;
    return this.text(eachLiteral(value, this.#hideNamed), 'prose', truncated);
  }

  readonly #hide = (secret: string): string => {
    this.#hidden += 1;
    // As many lines as before: what is below keeps its number.
    return REDACTED + '\n'.repeat(secret.split('\n').length - 1);
  };

  readonly #hideNamed = (secret: string): string => {
    this.#learn(secret);
    return this.#hide(secret);
  };

  /** As it stands in quotes, and as it is. */
  #learn(literal: string): void {
    if (literal.includes(REDACTED) || literal.includes('…')) return;
    this.#known.learn(literal);
    this.#known.learn(unescaped(literal));
  }
}

const unescaped = (literal: string): string => {
  if (!literal.includes('\\')) return literal;
  try {
    return JSON.parse(`"${literal.replaceAll("\\'", "'").replace(/(?<!\\)"/g, '\\"')}"`) as string;
  } catch {
    return literal;
  }
};
