import * as z from 'zod';

/** What the words of automation are made of. Whoever sends them may be a person: what is wrong with them is told. */
export const count = z.int().positive();
export const amount = z.int().nonnegative();
export const text = z.string().min(1);

export const taskId = text.meta({ description: 'Of a task, as `TaskStarted` and `ListTasks` tell it.' });
export const clientId = text.meta({ description: 'Of a client, as `Ack` told it.' });
export const timestamp = z.number().meta({ description: 'Milliseconds since 1970.' });

/** How much of a program is told at once. There is a way to ask for more of each. */
export const limits = z
  .strictObject({
    value: count.max(1024 * 1024).meta({ description: 'Characters of one value; 1,024 unless said.' }),
    variables: amount.max(10_000).meta({ description: '300 unless said.' }),
    frames: count.max(1000).meta({ description: '50 unless said.' }),
    context: amount
      .max(200)
      .meta({ description: 'Lines of source above the current one, and below; 3 unless said.' }),
  })
  .partial();

export const problem = z
  .object({
    code: z.string().meta({ description: 'Stable, for example `launch.programNotFound`.' }),
    message: z.string().meta({ description: 'What happened, in one sentence.' }),
    hint: z.string().optional().meta({ description: 'What to do next.' }),
  })
  .meta({ description: 'What went wrong.' });

/** Where in the program's text: by its line, or by the text of a statement, which survives edits above it. */
export const location = z
  .strictObject({
    file: text.meta({ description: 'Absolute, or relative to the first folder of the window or server.' }),
    line: count.optional(),
    text: text.optional().meta({
      description: 'Instead of `line`: part of a line that no other line of the file holds.',
    }),
  })
  .superRefine(({ line, text }, context) => {
    if ((line === undefined) === (text === undefined))
      context.addIssue({ code: 'custom', message: 'Of "line" and "text" exactly one says where.' });
  });

export type Limits = z.infer<typeof limits>;
export type Problem = z.infer<typeof problem>;
export type Location = z.infer<typeof location>;
