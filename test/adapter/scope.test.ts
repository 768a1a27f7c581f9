import { describe, expect, it } from 'vitest';
import { Scope } from '../../adapter/util/scope.ts';

describe('a scope', () => {
  it('releases in reverse order, waiting for each', async () => {
    const released: string[] = [];
    const scope = new Scope(() => {});
    scope.add(() => void released.push('first'));
    scope.use({
      async [Symbol.asyncDispose]() {
        await Promise.resolve();
        released.push('second');
      },
    });
    scope.use({ [Symbol.dispose]: () => void released.push('third') });
    await scope[Symbol.asyncDispose]();
    expect(released).toEqual(['third', 'second', 'first']);
  });

  it('releases once, however often it is closed', async () => {
    let released = 0;
    const scope = new Scope(() => {});
    scope.add(() => {
      released += 1;
    });
    await Promise.all([scope[Symbol.asyncDispose](), scope[Symbol.asyncDispose]()]);
    expect(released).toBe(1);
  });

  it('goes on when one fails, and says so', async () => {
    const errors: unknown[] = [];
    let released = false;
    const scope = new Scope((error) => errors.push(error));
    scope.add(() => {
      released = true;
    });
    scope.add(() => {
      throw new Error('stuck');
    });
    await scope[Symbol.asyncDispose]();
    expect(released).toBe(true);
    expect(errors).toEqual([new Error('stuck')]);
  });

  it('releases at once what is registered after its end', async () => {
    const scope = new Scope(() => {});
    await scope[Symbol.asyncDispose]();
    let released = false;
    scope.add(() => {
      released = true;
    });
    expect(released).toBe(true);
  });
});
