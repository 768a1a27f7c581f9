import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { interpreters } from '../../python/interpreters.ts';
import { files } from '../../support/fixtures.ts';
import { mcpSession } from './mcp-session.ts';

const CART = `class Cart:
    def __init__(self, prices):
        self.prices = prices
        self.password = "l0velace!"

    def total(self, rate):
        result = 0
        for price in self.prices:
            result += price * rate
        return result

def test_total():
    cart = Cart([1, None])
    assert cart.total(2) == 4

if __name__ == "__main__":
    print("password=" + Cart([]).password)
    test_total()
`;

/** One is enough: what is above the engine does not know which it is. */
const python = interpreters.at(-1);

describe.skipIf(!python)('an agent and a Python program', () => {
  const start = { configuration: { python: python?.path } };

  it('finds where it breaks', async () => {
    const home = files({ 'cart.py': CART });
    const { call, complaints } = await mcpSession(['--headless'], { cwd: home });
    const broken = await call('debug_start', { ...start, program: 'cart.py' });
    expect(broken).toContain('is stopped at an UNCAUGHT exception');
    expect(broken).toMatch(/TypeError: unsupported operand/);
    expect(broken).toMatch(/> +9 {2} +result \+= price \* rate/);
    expect(broken).toMatch(/price = None/);
    expect(broken).toMatch(/#1 test_total {2}cart\.py:14/);
    expect(broken).not.toContain('special variables');
    expect(broken).not.toContain('l0velace!');
    expect(await call('debug_evaluate', { expressions: ['self.prices', '1 / 0', 'len('] })).toMatch(
      /self\.prices = \[1, None\][\s\S]*1 \/ 0 throws ZeroDivisionError[\s\S]*len\( .*SyntaxError/,
    );
    const [, ref] = /self = .*\[ref (\d+)\]/.exec(broken)!;
    expect(await call('debug_variables', { ref: Number(ref) })).toMatch(/password = '\[redacted\]'/);
    expect(complaints()).toBe('');
  });

  it('moves through it, by places in its text, and sees what changes', async () => {
    const home = files({ 'cart.py': CART.replace('None', '3').replace('== 4', '== 8') });
    const { call } = await mcpSession(['--headless'], { cwd: home });
    const breakpoints = [{ file: 'cart.py', text: 'result += price', condition: 'price > 1' }];
    const stopped = await call('debug_start', { command: [python!.path, 'cart.py'], breakpoints });
    expect(stopped).toMatch(/stopped at breakpoint 1[\s\S]*price = 3/);
    expect(await call('debug_move', { action: 'next' })).toMatch(
      /Changed since the last stop:\n +result: 2 → 8/,
    );
    expect(await call('debug_move', { action: 'runTo', file: 'cart.py', text: 'return result' })).toMatch(
      /> +10 {2} +return result/,
    );
    expect(await call('debug_set_breakpoints', { add: [{ function: 'test_total' }] })).toContain(
      'test_total',
    );
    expect(await call('debug_move', { action: 'continue' })).toContain(
      'has ENDED by itself with exit code 0',
    );
    expect(await call('debug_restart', {})).toMatch(/stopped .*[\s\S]*test_total {2}cart\.py:13/);
    expect(await call('debug_tasks', {})).toContain('cart.py');
    expect(await call('debug_stop', {})).toMatch(/was STOPPED\.$/m);
  });

  it('looks at a task that waits, by the id that it has as a thread', async () => {
    const source = `import asyncio

async def worker(queue):
    local = "waits"
    return await queue.get()

async def main():
    queue = asyncio.Queue()
    task = asyncio.ensure_future(worker(queue))
    await asyncio.sleep(0)
    queue.put_nowait(1)
    print(await task)

asyncio.run(main())
`;
    const home = files({ 'app.py': source });
    const { call } = await mcpSession(['--headless'], { cwd: home });
    const breakpoints = [{ file: 'app.py', text: 'put_nowait' }];
    await call('debug_start', { ...start, program: 'app.py', breakpoints });
    const threads = await call('debug_request', { command: 'threads', arguments: {} });
    const [, id] = /"id": ?(\d+),\s*"name": ?"Task-2: worker\(\) awaits Queue\.get\(\)"/.exec(threads)!;
    expect(await call('debug_state', { thread: Number(id) })).toMatch(
      /> +5 {2} +return await queue\.get\(\)[\s\S]*local = 'waits'/,
    );
    expect(await call('debug_evaluate', { expressions: ['local * 2'], thread: Number(id) })).toContain(
      "'waitswaits'",
    );
    expect(await call('debug_move', { action: 'continue', thread: Number(id) })).toContain(
      'has ENDED by itself with exit code 0',
    );
  });

  it('is shown what does not parse', async () => {
    const home = files({ 'app.py': 'import broken\n', 'broken.py': 'x = 1\ndef f(:\n' });
    const { call } = await mcpSession(['--headless'], { cwd: home });
    const told = await call('debug_start', { ...start, program: join(home, 'app.py') });
    expect(told).toContain('because a file does NOT PARSE');
    expect(told).toMatch(/broken\.py:2:1[\s\S]*> +2 {2}def f\(:/);
    expect(told).toContain('correct it, and debug_restart runs it.');
  });
});
