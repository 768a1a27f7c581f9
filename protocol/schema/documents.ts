import * as z from 'zod';
import { commands } from './commands.ts';
import { said } from './envelope.ts';
import { events } from './events.ts';
import { taskDefinitions } from './tasks.ts';

/** What a reader may be given: unknown fields are ignored, so none is forbidden. */
const schemaOf = (type: z.ZodType): object => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io: 'input' });
  return schema;
};

function document(title: string, description: string, schema: object): object {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title, description, ...schema };
}

const definitions = (types: Readonly<Record<string, z.ZodType>>): object => ({
  $defs: Object.fromEntries(Object.entries(types).map(([name, type]) => [name, schemaOf(type)])),
});

const bodies = Object.entries(commands).flatMap(
  ([name, { arguments: args, body }]): [string, z.ZodType][] => [
    [`${name}.arguments`, args],
    [`${name}.body`, body],
  ],
);

/** The JSON Schemas of the wire and of tasks, by the name of their file. */
export const documents: Readonly<Record<string, object>> = {
  'adapter.json': document('Adapter', 'What a frame of the adapter holds.', schemaOf(said.adapter)),
  'launcher.json': document('Launcher', 'What a frame of the launcher holds.', schemaOf(said.launcher)),
  'commands.json': document(
    'Commands',
    'The arguments of each command, and the body of its answer.',
    definitions(Object.fromEntries(bodies)),
  ),
  'events.json': document('Events', 'The body of each event.', definitions(events)),
  'tasks.json': document(
    'Tasks',
    'What a client of a task server says and hears, and the data and the answer of each command.',
    { $defs: taskDefinitions() },
  ),
};
