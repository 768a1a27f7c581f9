import { match, ok } from 'node:assert/strict';
import { join } from 'node:path';

/** Calls a tool, and resolves with the text of its answer. */
export type CallTool = (name: string, input: object) => Promise<string>;

/** How an agent comes from a wrong result to its cause: each step asserts the evidence that leads to the next one. */
export const bugHunts: Readonly<Record<string, (call: CallTool, bugs: string) => Promise<void>>> = {
  async 'a discount that sticks to a shared object'(call, bugs) {
    const file = join(bugs, 'discount.mjs');
    // Where the wrong price is made, for the customer that it is wrong for.
    const start = await call('debug_start', {
      program: file,
      breakpoints: [{ file, text: 'return order.sum - ', condition: 'order.customer === "Grace"' }],
    });
    match(start, /is stopped at breakpoint \d+\. Stop 1/);
    match(start, />\s+15 {2}.*return order\.sum/);
    match(start, /order = \{customer: 'Grace', sum: 100, isFirst: false\}/);
    match(start, /discount = \{percent: 10, reasons: Array\(1\)\}/);
    match(start, /out\| Ada pays 180/);
    // It has a discount that it should not have. Is it an object of its own?
    const shared = await call('debug_evaluate', { expressions: ['discount === STANDARD', 'STANDARD'] });
    match(shared, /discount === STANDARD = true/);
    match(shared, /STANDARD = \{percent: 10, reasons: Array\(1\)\}/);
    const end = await call('debug_move', { action: 'continue' });
    match(end, /has ENDED by itself with exit code 0/);
    match(end, /out\| Grace pays 90/);
    // When did the shared one change? From the start, in the function that hands it out.
    const again = await call('debug_start', { program: file, breakpoints: [{ function: 'discountFor' }] });
    match(again, /discountFor {2}.*discount\.mjs:5/);
    const trail = await call('debug_move', { action: 'next', times: 3 });
    match(
      trail,
      /1 {2}.*if \(order\.isFirst\).*\[discount: undefined → \{percent: 0, reasons: Array\(0\)\}\]/,
    );
    match(trail, /discount: \{percent: 0, reasons: Array\(0\)\} → \{percent: 10, /);
    const cause = await call('debug_evaluate', { expressions: ['STANDARD.percent'] });
    match(cause, /STANDARD\.percent = 10/);
    await stop(call, again);
  },

  async 'a seat that is sold twice, because nobody waits'(call, bugs) {
    const file = join(bugs, 'last-seat.mjs');
    // Watching instead of stopping: what does each of them see, and when?
    const end = await call('debug_start', {
      program: file,
      breakpoints: [
        { file, text: 'if (free < 1)', logMessage: '{customer} sees {free}' },
        { file, text: 'if (paid)', logMessage: '{customer} has {free}, the train has {train.seats}' },
      ],
    });
    match(end, /has ENDED by itself with exit code 0/);
    // Both have looked before either has taken one.
    match(
      end,
      /Ada sees 1[\s\S]*Grace sees 1[\s\S]*Ada has 1, the train has 1[\s\S]*Grace has 1, the train has 0/,
    );
    match(end, /out\| Grace: booked, 0 left/);
    // Stopped where the second one pays, the proof: what it has looked at is no longer so.
    const stopped = await call('debug_start', {
      program: file,
      breakpoints: [{ file, text: 'if (paid)', condition: 'customer === "Grace"' }],
    });
    match(stopped, />\s+15 {2}/);
    match(stopped, /free = 1/);
    const stale = await call('debug_evaluate', { expressions: ['train.seats', 'free === train.seats'] });
    match(stale, /train\.seats = 0\nfree === train\.seats = false/);
    await stop(call, stopped);
  },

  async 'two invoices that are never printed, in TypeScript'(call, bugs) {
    const program = join(bugs, 'pages', 'pages.mjs');
    const file = join(bugs, 'pages', 'pages.ts');
    // It says itself that something is wrong: where?
    const thrown = await call('debug_start', { program });
    match(thrown, /at an UNCAUGHT exception/);
    match(thrown, /10 of 12 invoices were printed/);
    match(thrown, /pages\.ts:26/);
    await call('debug_move', { action: 'continue' });
    // What does each page get? Two stops in one call.
    const start = await call('debug_start', { program, breakpoints: [{ file, text: 'return all.slice(' }] });
    match(start, />\s+10 {2}.*return all\.slice\(first, last\)/);
    match(start, /first = 0/);
    match(start, /last = 4/);
    const trail = await call('debug_move', { action: 'continue', times: 2 });
    match(trail, /1 {2}.*return all\.slice.*first: 0 → 5; last: 4 → 9/);
    match(trail, /first: 5 → 10\n {2}last: 9 → 14/);
    // `slice` leaves out its end: the fifth of each page is lost.
    const proof = await call('debug_evaluate', {
      expressions: ['all.slice(0, 4).length', 'all.slice(0, 5).length', 'size'],
    });
    match(proof, /all\.slice\(0, 4\)\.length = 4\nall\.slice\(0, 5\)\.length = 5\nsize = 5/);
    // Tried in the program before it is written.
    const fixed = await call('debug_evaluate', {
      expressions: [
        'all.slice(first, last).length',
        'all.slice(first, first + size).map(({ id }) => id).join()',
      ],
    });
    match(fixed, /= 2\n.* = '11,12'/);
    await stop(call, start);
  },
};

async function stop(call: CallTool, answer: string): Promise<void> {
  const task = /^Task (\S+) /m.exec(answer)?.[1];
  ok(task, answer);
  match(await call('debug_stop', { task, forget: true }), /was STOPPED/);
}
