import * as z from 'zod';
import type { Tool } from './tool.ts';

/** What validation says by itself when it is broken, and a model pays for each time it reads the tools. */
const SELF_EVIDENT = ['minLength', 'propertyNames'] as const;

/** What a tool takes, as a schema that clients and models understand. */
export function inputSchema({ input }: Tool): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(input, {
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      for (const key of SELF_EVIDENT) delete jsonSchema[key];
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return schema;
}
