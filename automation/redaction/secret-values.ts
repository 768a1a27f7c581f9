/**
 * What is a secret by how it looks, whatever its name. Lengths are small, so that one that is cut short is known as well;
 * and bounded where a pattern has two parts, so that a long text is read in linear time.
 */
const PATTERNS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
  // JSON Web Tokens: `{"` in base64.
  /\beyJ[\w-]{6,}(?:[.…][\w-]*){0,5}/g,
  // GitHub, GitLab, npm, Slack, Stripe, Google, SendGrid, OpenAI and Anthropic, AWS.
  /\bgh[pousr]_\w{4,}/g,
  /\bgithub_pat_\w{4,}/g,
  /\bglpat-[\w-]{4,}/g,
  /\bnpm_[A-Za-z0-9]{16,}/g,
  /\bxox[abeprs]-[\w-]{4,}/g,
  /\b[sr]k_(?:live|test)_\w{4,}/g,
  /\bAIza[\w-]{16,}/g,
  /\bSG\.[\w-]{8,}(?:\.[\w-]*)?/g,
  /\bsk-[\w-]{12,}(?:…[\w-]*)?/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{8,}/g,
];

/** A word, and then the secret. */
const AFTER: readonly RegExp[] = [
  /(\b(?:Bearer|Basic)\s{1,4})([\w.~+/=-]{6,})/gi,
  // The password of an address: `postgres://user:password@host`.
  /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/'"`]{0,256}:)([^\s'"`]{1,512})(?=@)/gi,
];

/** An address that was cut in its password. What is all digits there is a port. */
const CUT_ADDRESS =
  /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/'"`]{0,256}:)(?!\d+(?:\/|…|$))([^\s'"`@/…]{1,512})(?=…?['"`]?$)/gi;

/**
 * @param hide what stands for a secret that was found
 * @param cut the text was longer
 */
export function hideSecretValues(
  text: string,
  hide: (secret: string) => string,
  cut: boolean,
  more: readonly RegExp[] = [],
): string {
  let told = text;
  for (const pattern of [...PATTERNS, ...more])
    told = told.replace(pattern, (secret) => (secret === '' ? '' : hide(secret)));
  for (const pattern of cut ? [...AFTER, CUT_ADDRESS] : AFTER)
    told = told.replace(pattern, (_, before: string, secret: string) => before + hide(secret));
  return told;
}
