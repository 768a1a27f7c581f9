import { javascript, typescript, typescriptreact } from './javascript/language.ts';
import type { Language } from './language.ts';
import { python } from './python/language.ts';

export type { Found, Language, Reading } from './language.ts';

/** By the names that editors have for them. */
export const languages: Readonly<Record<string, Language>> = {
  javascript,
  javascriptreact: javascript,
  typescript,
  typescriptreact,
  python,
};
