import type { Language } from '../language.ts';
import { expressionAt } from './expression.ts';
import { outlineOf } from './outline.ts';
import type { Flavour } from './source.ts';
import { variablesUpTo } from './variables.ts';

const languageOf =
  (flavour: Flavour): Language =>
  (text) => {
    const source = outlineOf(text, flavour);
    return {
      expressionAt: (offset) => expressionAt(source, offset),
      variablesUpTo: (stop) => variablesUpTo(source, text, stop),
    };
  };

/** What has tags may be in any file of JavaScript; in TypeScript `<T>` is a type unless the file is made for tags. */
export const javascript = languageOf({ hasTypes: false, hasTags: true });
export const typescript = languageOf({ hasTypes: true, hasTags: false });
export const typescriptreact = languageOf({ hasTypes: true, hasTags: true });
