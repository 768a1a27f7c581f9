import type * as z from 'zod';
import type { Commander } from '../tasks/commander.ts';

/** Where programs run. */
export interface Place {
  readonly commander: Commander;
  /** For the reader: `the VS Code window "shop"`. */
  readonly name: string;
  /** Absolute: where relative paths start, as they are given and as they are told. */
  readonly folder: string | undefined;
  /** By what tasks tell who has started and moved them; undefined where there is nobody else. */
  readonly clientId?: string;
}

/** What a tool has to work with. What the commander answers may be shown: secrets are hidden already. */
export interface ToolContext extends Place {
  /** Nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
  /** What is to be said before the answer. */
  readonly remark: (text: string) => void;
}

/** What a tool has to say. */
export interface Told {
  readonly text: string;
  /** What the reader may do with that. Every answer ends with it. */
  readonly next: string;
}

/** What a person is asked before a tool is run, where the one who calls it is not trusted blindly. */
export interface Question {
  readonly title: string;
  /** In Markdown. */
  readonly message: string;
}

/** One thing that a language model can do with debug runs; whatever it is offered by. */
export interface Tool<Input extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly title: string;
  /** For the model: what it is for, what it answers. */
  readonly description: string;
  readonly input: Input;
  /** It only looks: it changes neither the program nor what is set. */
  readonly looks: boolean;
  /** A short line that tells what goes on, while it does: `Starting shop.js`. */
  readonly doing: (input: z.output<Input>) => string;
  /** Undefined when nothing has to be asked: it runs no code that has not been agreed to. */
  readonly question?: (input: z.output<Input>) => Question | undefined;
  readonly run: (context: ToolContext, input: z.output<Input>) => Promise<Told>;
}

/** Each tool has an input of its own; in the table they are all alike. */
export const defineTool = <Input extends z.ZodType>(tool: Tool<Input>): Tool => tool as unknown as Tool;
