import * as z from 'zod';
import type { ErrorDetails } from '../errors.ts';
import type { LinkMessage } from '../link.ts';
import type { CommandMessage, EventMessage, Hello, ResponseMessage } from '../messages.ts';
import type { Hold, Same } from './agreement.ts';

/**
 * What travels in frames, in zod. The JSON Schemas beside these modules are made from them. No product code imports them:
 * the launcher, which starts in milliseconds, looks at messages with checks written by hand (`messageProblem`). That both
 * say the same is held by the compiler, as far as it is a matter of types, and by a test.
 */
const seq = z.int().positive().meta({ description: 'Each side counts what it says from 1, without gaps.' });
const seen = z.int().nonnegative().meta({ description: 'Number of the last message that came; 0 for none.' });
const token = z.string().meta({ description: 'The secret of who was dialled.' });
const linkId = z.string().min(16).max(128).meta({ description: 'Random characters: the name of a link.' });

const error = z.object({
  code: z.string().meta({ description: 'Stable, for example `launch.programNotFound`.' }),
  message: z.string().meta({ description: 'What happened, in one sentence.' }),
  hint: z
    .unknown()
    .optional()
    .meta({ description: 'A string: what to do next. Anything else counts as absent.' }),
  audience: z.unknown().optional().meta({
    description: 'Who has to act: "user", "internal" or "expected". Anything else counts as "internal".',
  }),
});

export const command = z
  .object({
    seq,
    command: z.string(),
    arguments: z
      .unknown()
      .optional()
      .meta({ description: 'See commands.json. With a `ticket`, a number, `abort` can end it early.' }),
  })
  .meta({ description: 'What the adapter asks. Unknown fields are ignored.' });

export const event = z
  .object({
    seq,
    type: z.literal('event'),
    channel: z
      .enum(['debug', 'output', 'telemetry', 'diagnostics'])
      .optional()
      .meta({ description: 'Absent means "debug".' }),
    event: z.string(),
    body: z.unknown().optional().meta({ description: 'See events.json.' }),
  })
  .meta({ description: 'What the launcher says unasked.' });

export const response = z
  .object({
    seq,
    type: z.literal('response'),
    requestSeq: seq.meta({ description: 'The `seq` of the command that is answered.' }),
    body: z.unknown().optional().meta({ description: 'See commands.json.' }),
    error: error.optional().meta({ description: 'Present when the command failed.' }),
  })
  .meta({ description: 'What the launcher answers.' });

/** What the two ends of a link say to each other about it. */
export const link = z.discriminatedUnion('link', [
  z.object({
    link: z.literal('open'),
    id: linkId,
    token,
    pid: z
      .int()
      .positive()
      .optional()
      .meta({ description: 'Of the process that dials: nobody need wait for one that is gone.' }),
  }),
  z.object({ link: z.literal('resume'), id: linkId, token, seen }),
  z.object({ link: z.literal('welcome'), seen }),
  z.object({ link: z.literal('seen'), seen }),
  z.object({ link: z.literal('refused'), error }),
  z.object({ link: z.literal('bye') }),
]);

/** Whatever has a `link` is about the link, and is no message. */
const NO_LINK = { link: z.never().optional() };

/** What a frame holds, by who says it. */
export const said = {
  adapter: z.union([link, command.extend(NO_LINK)]),
  launcher: z.union([link, event.extend(NO_LINK), response.extend(NO_LINK)]),
};

export const hello = z
  .object({
    token: z.string().meta({ description: "The session's secret, as the launcher was given it." }),
    pid: z.int().positive(),
    runtime: z.enum(['node', 'python']),
    runtimeVersion: z.string(),
    version: z.string().meta({ description: "Version of Tandem on the launcher's side." }),
    main: z.string().optional().meta({ description: "The main module's file, where it has one." }),
    parentPid: z.int().positive().optional().meta({
      description: 'For a process that the program has started: the id of the one that did.',
    }),
    apart: z.boolean().optional().meta({
      description: "Not in the program's process group: it must be signalled by itself.",
    }),
    endUnknown: z.boolean().optional().meta({
      description: 'The launcher has come into a program that runs, and is not told how that ends.',
    }),
    link: linkId.optional().meta({ description: 'Without it, the loss of the connection is the end.' }),
  })
  .meta({ description: 'Body of the event `hello`, the first that is said on a connection.' });

/** As they are accepted: a peer in another language may leave out what a person would miss, not what a program would. */
type AcceptedError = Pick<ErrorDetails, 'code' | 'message'> & { hint?: unknown; audience?: unknown };
type Accepted<T> = T extends { readonly error?: ErrorDetails }
  ? Omit<T, 'error'> & { [K in keyof Pick<T, 'error'>]: AcceptedError }
  : T;

export type Agreement = Hold<
  [
    Same<z.infer<typeof command>, CommandMessage>,
    Same<z.infer<typeof event>, EventMessage>,
    Same<z.infer<typeof response>, Accepted<ResponseMessage>>,
    Same<z.infer<typeof link>, Accepted<LinkMessage>>,
    Same<z.infer<typeof hello>, Hello>,
  ]
>;
