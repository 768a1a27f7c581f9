/** Shorter ones, and plain words, are found everywhere: hiding them would hide the program. */
const SHORTEST = 8;
const PLAIN_WORD = /^[A-Za-z]{1,15}$/;
/** A long one is known by its beginning: debuggers and loggers cut them. */
const BEGINNING = 32;
/** So much of one is enough to hide it where a text was cut in its middle. */
const CUT_SHORT = 6;
const MOST = 500;

/** What was once seen under a secret name, and is hidden wherever it comes up again. Kept in memory alone. */
export class KnownSecrets {
  readonly #secrets = new Set<string>();

  learn(secret: string): void {
    if (secret.length < SHORTEST || PLAIN_WORD.test(secret)) return;
    this.#secrets.delete(secret);
    this.#secrets.add(secret);
    const [oldest] = this.#secrets;
    if (this.#secrets.size > MOST) this.#secrets.delete(oldest!);
  }

  /** @param cut the text was longer: a secret at its end may be there in part */
  hide(text: string, hide: (secret: string) => string, cut: boolean): string {
    let told = text;
    for (const secret of this.#secrets) {
      if (told.includes(secret)) told = told.replaceAll(secret, () => hide(secret));
      else if (secret.length > BEGINNING * 2) told = hideBeginnings(told, secret.slice(0, BEGINNING), hide);
      if (cut) told = hideEnd(told, secret, hide);
    }
    return told;
  }
}

function hideBeginnings(text: string, beginning: string, hide: (secret: string) => string): string {
  const parts = text.split(beginning);
  return parts
    .map((part, index) => (index === 0 ? part : hide(beginning) + part.replace(/^[^\s'"`]*/, '')))
    .join('');
}

function hideEnd(text: string, secret: string, hide: (secret: string) => string): string {
  const body = text.replace(/…?['"`]?$/, '');
  for (let length = Math.min(secret.length, body.length); length >= CUT_SHORT; length -= 1) {
    if (body.endsWith(secret.slice(0, length)))
      return body.slice(0, -length) + hide(secret.slice(0, length)) + text.slice(body.length);
  }
  return text;
}
