import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logged } from '../../automation/tasks/logged-service.ts';
import type { TaskService } from '../../automation/tasks/service.ts';
import { errors } from '../../protocol/errors.ts';

/** Refuses everything, as a service does with what is invalid. */
function refusing() {
  const lines: string[] = [];
  const service = {
    commanderFor: () => ({
      send: () => Promise.reject(errors.toolInput('it', ['all of it'])),
      onEvent: () => ({ [Symbol.dispose]() {} }),
    }),
  } as unknown as TaskService;
  const commanderOf = (name: string) =>
    logged(service, (line) => lines.push(line)).commanderFor({ id: 'c1', name } as never);
  return { commanderOf, lines };
}

describe('the log of what was started from outside', () => {
  it('leaves it to the service to refuse what is invalid, whatever was sent', async () => {
    const { commanderOf } = refusing();
    const sent = fc.oneof(
      fc.constantFrom(null, 1, { configuration: null }, { configuration: { name: { toString: 1 } } }),
      fc.anything(),
    );
    await fc.assert(
      fc.asyncProperty(sent, async (data) => {
        for (const name of ['StartNewTask', 'CancelTask'] as const)
          await expect(commanderOf('x').send(name, data as never)).rejects.toThrow('all of it');
      }),
    );
  });

  it('has a line for each, whatever is in the names', async () => {
    const { commanderOf, lines } = refusing();
    const forged = 'shop\r\n[info] all is well\u2028\u001b[2K';
    const configuration = { name: forged, env: { TOKEN: 'secret' } };
    await commanderOf(forged)
      .send('StartNewTask', { configuration })
      .catch(() => {});
    await commanderOf('x'.repeat(10_000))
      .send('CancelTask', forged)
      .catch(() => {});
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^\[[^\p{Cc}\u2028]*$/u);
    expect(lines[0]).toMatch(/StartNewTask shop⏎\[info\] all is well/);
    expect(lines.join('')).not.toContain('secret');
    expect(lines[1]!.length).toBeLessThan(1000);
  });
});
