import type { DebugProtocol } from '@vscode/debugprotocol';
import { expect, test } from 'vitest';
import { ToldBreakpoints } from '../../automation/dap/shared/told-breakpoints.ts';

const path = '/work/cart.js';

const asking = (seq: number, ...lines: number[]): DebugProtocol.Request => ({
  type: 'request',
  seq,
  command: 'setBreakpoints',
  arguments: { source: { path }, breakpoints: lines.map((line) => ({ line })) },
});

const answering = (request_seq: number, ...ids: number[]): DebugProtocol.Response => ({
  type: 'response',
  seq: 0,
  request_seq,
  command: 'setBreakpoints',
  success: true,
  body: { breakpoints: ids.map((id) => ({ id, verified: true })) },
});

test('what was asked last counts, in whichever order the answers come', () => {
  const told = new ToldBreakpoints();
  told.asked(asking(1));
  told.asked(asking(2, 6));
  told.answered(answering(2, 7));
  told.answered(answering(1));
  expect(told.find({ path, line: 6 })?.id).toBe(7);
});
