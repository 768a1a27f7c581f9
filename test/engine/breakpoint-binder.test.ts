import { expect, it } from 'vitest';
import { UserBreakpoint } from '../../launcher/node/engine/breakpoint.ts';
import { BreakpointBinder } from '../../launcher/node/engine/breakpoint-binder.ts';
import { SAME_NAMES } from '../../launcher/node/engine/file-names.ts';
import { Gate } from '../../launcher/node/engine/gate.ts';
import type { InspectorChannel } from '../../launcher/node/engine/inspector-channel.ts';
import { LongWork } from '../../launcher/node/engine/long-work.ts';
import { sourceKey } from '../../launcher/node/engine/paths.ts';
import { position } from '../../launcher/node/engine/positions.ts';
import { SourceMaps } from '../../launcher/node/engine/scripts.ts';
import { Thread } from '../../launcher/node/engine/thread.ts';

/** A V8 that answers when it is told to. */
class SlowInspector {
  readonly gate = new Gate();
  readonly names = SAME_NAMES;
  readonly said: string[] = [];
  readonly #answers: (() => void)[] = [];

  post(method: string, params: { breakpointId?: string }): Promise<unknown> {
    this.said.push([method, params.breakpointId].filter(Boolean).join(' '));
    return new Promise((resolve) => {
      this.#answers.push(() => resolve({ breakpointId: 'one', locations: [] }));
    });
  }

  answer(): void {
    for (const answer of this.#answers.splice(0)) answer();
  }

  onNotification(): void {}

  close(): void {}
}

it('takes a breakpoint out of V8 that is taken away before V8 has said its name', async () => {
  const inspector = new SlowInspector();
  const thread = new Thread(
    1,
    'main',
    inspector as unknown as InspectorChannel,
    new SourceMaps(new LongWork(() => {})),
    () => {},
  );
  const binder = new BreakpointBinder(() => {});
  const file = '/program.js';
  const breakpoint = new UserBreakpoint(1, { key: sourceKey(file), path: file }, position(0, 0), { line: 1 });

  const bound = binder.bind(thread, [breakpoint]);
  await expect.poll(() => inspector.said).toEqual(['Debugger.setBreakpointByUrl']);
  const unbound = binder.unbind(breakpoint);
  inspector.answer();
  await bound;
  await expect
    .poll(() => inspector.said)
    .toEqual(['Debugger.setBreakpointByUrl', 'Debugger.removeBreakpoint one']);
  inspector.answer();
  await unbound;
  expect(thread.placementByV8Id.size).toBe(0);
});
