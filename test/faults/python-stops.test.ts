import { describe, expect, it } from 'vitest';
import { interpreters } from '../python/interpreters.ts';
import { Script } from '../python/support.ts';
import { found } from './support/finding.ts';
import { limitFor, scale } from './support/scale.ts';

/** Blocks of memory that Python may have more of at the end: caches of its own. */
const BLOCKS = 500;

/** As many as it takes for what is once made to be there. */
const FIRST = 20;

describe.each(interpreters)('a long session of $name', (python) => {
  it(
    `keeps nothing of ${scale.stops} stops`,
    async (context) => {
      const script = await Script.start(python, {
        source: `class Point:
    def __init__(self, x):
        self.x = x

def work(n):
    point = Point(n)
    values = [n, {"n": n}]
    return point, values  # return

n = 0
while n >= 0:
    work(n)
    n += 1
`,
        stops: { return: { condition: 'n >= 0' } },
      });
      const look = async (): Promise<void> => {
        const [scope] = await script.debuggee.scopes();
        const locals = await script.debuggee.children(scope!.variablesReference);
        await script.debuggee.children(locals.get('point')!.variablesReference);
      };
      const blocks = async (): Promise<number> =>
        Number(
          await script.evaluate('__import__("gc").collect() and 0 or __import__("sys").getallocatedblocks()'),
        );
      let first = 0;
      let grown = 0;
      for (let stop = 0; stop < scale.stops; stop += 1) {
        await script.debuggee.stop();
        await look();
        if (stop % 3 === 0) await script.step('next');
        if (stop === FIRST) first = await blocks();
        if (stop === scale.stops - 1) grown = (await blocks()) - first;
        await script.debuggee.continue();
      }
      await script.client.request('disconnect', {});
      expect(grown).toBeLessThan(BLOCKS);
      found(context, {
        fault: `stops in one session, each looked at: ${python.name}`,
        times: scale.stops,
        seen: `${grown} blocks of memory more in the program`,
      });
    },
    limitFor(scale.stops / 20),
  );
});
