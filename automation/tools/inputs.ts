import * as z from 'zod';
import { MAX_WAIT_MS, USUAL_WAIT_MS } from '../../protocol/tasks/waiting.ts';

/** Inputs that tools share. Models read what they are called and described as, so both are short. */
export const task = z
  .string()
  .min(1)
  .optional()
  .describe('Which task. Not needed while there is only one that has not ended.');

export const waitMs = z
  .int()
  .min(0)
  .max(MAX_WAIT_MS)
  .optional()
  .describe(
    `How long to wait for the next stop or the end, in milliseconds; default ${USUAL_WAIT_MS}. After it the answer is that it is still running, and debug_wait waits on. Many clients give up on a call after 60 s.`,
  );

export const thread = z.int().optional().describe('Which thread; by default the one that stopped last.');

export const frame = z
  .int()
  .min(0)
  .optional()
  .describe('Which frame of the stack, by its number; by default 0, the innermost.');

export const valueLength = z
  .int()
  .min(1)
  .max(1024 * 1024)
  .optional()
  .describe('Longest text of one value; default 1024 characters.');
