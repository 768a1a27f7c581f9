import * as z from 'zod/mini';

export const text = () => z.string();
export const list = () => z.array(z.string());
export const flag = (value: boolean) => z._default(z.boolean(), value);
export const depth = () => z.optional(z.int().check(z.gte(1), z.lte(1000)));
export const megabytes = () => z.optional(z.number().check(z.positive()));
