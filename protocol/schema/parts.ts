import * as z from 'zod';

/** A number that counts something, or names it. */
export const count = z.int();

/** An object as DAP describes it, under that name: https://microsoft.github.io/debug-adapter-protocol/specification. */
export const dap = <T>(name: string): z.ZodType<T> =>
  z.looseObject({}).meta({ $comment: `DAP: ${name}` }) as unknown as z.ZodType<T>;
