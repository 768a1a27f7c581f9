import * as z from 'zod';
import { taskEvent } from './events.ts';
import { amount, clientId, count, problem, taskId, text } from './parts.ts';

/** Counts what would break a client that does not know of it. Anything may be added to what the server says. */
export const TASK_PROTOCOL = 1;

const fromClient = { origin: z.literal('Client') };
const fromServer = { origin: z.literal('Server') };
const requestId = z.union([z.string().max(128), z.number()]).meta({
  description: 'Chosen by the client: it is in the one answer to this command.',
});

export const connect = z.strictObject({
  type: z.literal('Connect'),
  ...fromClient,
  data: z.strictObject({
    token: z.string().meta({ description: 'The secret that the server has published.' }),
    protocol: z
      .int()
      .optional()
      .meta({ description: `${TASK_PROTOCOL} unless said.` }),
    name: z.string().max(128).optional().meta({ description: 'How the client calls itself, for people.' }),
    pid: count.optional().meta({ description: 'Of the process, for people.' }),
    resume: clientId.optional().meta({ description: 'To be again the client that lost its connection.' }),
    resumeToken: z.string().optional().meta({ description: 'What that client was told in its `Ack`.' }),
    events: z
      .boolean()
      .optional()
      .meta({ description: 'Whether it hears events; it does unless it says no.' }),
  }),
});

export const taskCommand = z.strictObject({
  type: z.literal('TaskCommand'),
  ...fromClient,
  clientId: clientId.optional(),
  requestId,
  data: z.strictObject({
    commandName: text,
    data: z.unknown().default({}).meta({ description: 'See the commands.' }),
  }),
});

/** Said before leaving on purpose: what it holds stopped stays stopped. Who just vanishes lets everything go. */
export const disconnect = z.strictObject({
  type: z.literal('Disconnect'),
  ...fromClient,
  clientId: clientId.optional(),
});

/** What a client says, one JSON object a line, by its `type`. */
export const clientMessages = { Connect: connect, TaskCommand: taskCommand, Disconnect: disconnect } as const;

export const ack = z.object({
  type: z.literal('Ack'),
  ...fromServer,
  data: z.object({
    clientId,
    resumeToken: z.string().meta({
      description: 'Known to this client alone: with it, it is the same client again after it was cut off.',
    }),
    pid: count.meta({ description: 'Of the server.' }),
    ppid: z.int().meta({ description: 'Of the process that has started the server.' }),
    protocol: z.int(),
    version: z.string().meta({ description: 'Of Tandem.' }),
    kind: z.enum(['window', 'server']),
    folders: z.array(z.string()).meta({ description: 'Absolute: what is open in the window.' }),
    readOnly: z.boolean().meta({ description: 'Only commands that look are carried out.' }),
  }),
});

export const taskAnswer = z.object({
  type: z.literal('TaskAnswer'),
  ...fromServer,
  clientId,
  requestId,
  data: z.union([
    z.object({ ok: z.literal(true), answer: z.unknown() }),
    z.object({ ok: z.literal(false), error: problem }),
  ]),
});

const anotherClient = z.object({ clientId, name: z.string().optional(), pid: count.optional() });

/** What a server says, one JSON object a line. */
export const serverMessage = z.discriminatedUnion('type', [
  ack,
  taskAnswer,
  z.object({ type: z.literal('TaskEvent'), ...fromServer, data: taskEvent }),
  z
    .object({
      type: z.literal('Connect'),
      ...fromServer,
      data: anotherClient,
    })
    .meta({ description: 'Another client has come.' }),
  z
    .object({
      type: z.literal('Disconnect'),
      ...fromServer,
      data: anotherClient.extend({ how: z.enum(['goodbye', 'vanished']) }),
    })
    .meta({ description: 'Another client has gone.' }),
  z
    .object({ type: z.literal('OutputSkipped'), ...fromServer, data: z.object({ taskId, cursor: amount }) })
    .meta({
      description:
        'This client did not read for a while, and was not told what a program has printed: `GetOutput` with this cursor tells it.',
    }),
  z
    .object({ type: z.literal('Error'), ...fromServer, data: problem })
    .meta({ description: 'What was wrong with a message that is no command, or has no `requestId`.' }),
  z
    .object({ type: z.literal('Closing'), ...fromServer, data: problem })
    .meta({ description: 'The server ends this connection, and why.' }),
]);

export type ClientMessage = z.infer<(typeof clientMessages)[keyof typeof clientMessages]>;
export type Connect = z.infer<typeof connect>;
export type TaskCommand = z.infer<typeof taskCommand>;
export type ServerMessage = z.infer<typeof serverMessage>;
export type Ack = z.infer<typeof ack>['data'];
