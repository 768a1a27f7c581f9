import * as z from 'zod';
import { breakpoint, exceptionMode, wantedBreakpoint } from '../tasks/breakpoints.ts';
import { taskCommands } from '../tasks/commands.ts';
import { happening, taskEvent } from '../tasks/events.ts';
import { clientMessages, serverMessage } from '../tasks/messages.ts';
import { clientId, limits, location, problem, taskId } from '../tasks/parts.ts';
import { exception, frame, sourceWindow, stop, variable } from '../tasks/stop.ts';
import { outcome, outputEntry, outputSlice, task } from '../tasks/task.ts';

/** What several words are made of, each described once. */
const parts = {
  breakpoint,
  clientId,
  exception,
  exceptionMode,
  frame,
  happening,
  limits,
  location,
  outcome,
  outputEntry,
  outputSlice,
  problem,
  sourceWindow,
  stop,
  task,
  taskEvent,
  taskId,
  variable,
  wantedBreakpoint,
};

const messages = { ...clientMessages, Server: serverMessage };

const commands = Object.entries(taskCommands).flatMap(([name, { data, answer }]): [string, z.ZodType][] => [
  [`${name}.data`, data],
  [`${name}.answer`, answer],
]);

const pointer = (name: string): string => `#/$defs/${name}`;

/** The definitions of all that travels between a task server and its clients. */
export function taskDefinitions(): Readonly<Record<string, object>> {
  const registry = z.registry<{ id: string }>();
  const names = new Map<z.ZodType, string>();
  const all: readonly [string, z.ZodType][] = [
    ...Object.entries(parts),
    ...Object.entries(messages),
    ...commands,
  ];
  for (const [id, type] of all) {
    if (names.has(type)) continue;
    names.set(type, id);
    registry.add(type, { id });
  }
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: pointer });
  return Object.fromEntries(
    all.map(([id, type]) => {
      if (names.get(type) !== id) return [id, { $ref: pointer(names.get(type)!) }];
      const { $schema: _, $id: _id, ...schema } = schemas[id]!;
      return [id, schema];
    }),
  );
}
