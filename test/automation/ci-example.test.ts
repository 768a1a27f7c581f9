import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { privatePlaces } from '../support/private-places.ts';
import { project } from './support/project.ts';

const examples = resolve(import.meta.dirname, '../../examples');

/** The examples, where the package is installed. */
function shop(): string {
  privatePlaces();
  const directory = project({});
  for (const name of ['ci', 'shop']) cpSync(join(examples, name), join(directory, name), { recursive: true });
  return directory;
}

const check = (directory: string): Promise<{ exitCode: number | null; said: string }> =>
  new Promise((resolve) => {
    const child = execFile(
      'node',
      ['ci/check.mjs', 'ci/checks.json'],
      { cwd: directory },
      (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, said: stdout + stderr }),
    );
  });

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

const mend = (directory: string): void =>
  edit(join(directory, 'shop/prices.js'), (text) =>
    text.replace('coupons.get(order.coupon);', 'coupons.get(order.coupon) ?? { percent: 0 };'),
  );

describe('the example for builds', () => {
  it('fails where an expression is wrong, and says where and why', async () => {
    const { exitCode, said } = await check(shop());
    expect(exitCode).toBe(1);
    expect(said).toMatch(
      /^::error file=shop\/prices\.js,line=19::"coupon !== undefined" is false where .*'TENN'/m,
    );
    expect(said).toContain('TypeError');
  });

  it('says nothing where all is well', async () => {
    const directory = shop();
    mend(directory);
    expect(await check(directory)).toEqual({ exitCode: 0, said: '' });
  });

  it('fails where the program does, or cannot be started, in lines that GitHub reads', async () => {
    const directory = shop();
    const checks = join(directory, 'ci/checks.json');
    const checking = (program: string) => {
      writeFileSync(checks, JSON.stringify({ program, checks: [] }));
      return check(directory);
    };
    writeFileSync(join(directory, 'seven.js'), 'process.exitCode = 7;');
    expect(await checking('../seven.js')).toEqual({
      exitCode: 1,
      said: '::error ::The program ended with exit code 7.\n',
    });
    writeFileSync(join(directory, 'throws.js'), "throw new Error('50%\\nof: it');");
    const thrown = await checking('../throws.js');
    expect(thrown.exitCode).toBe(1);
    expect(thrown.said).toMatch(/^::error file=throws\.js,line=1::Error: .*50%25%0Aof: it\n/);
    const missing = await checking('../100%.js');
    expect(missing.exitCode).toBe(1);
    expect(missing.said).toMatch(/^::error ::The program ".*100%25\.js" does not exist.*\n$/);
    writeFileSync(checks, '{');
    expect((await check(directory)).said).toMatch(/^::error ::.*JSON.*\n$/);
  });

  it('fails where an expression was never looked at, or cannot be', async () => {
    const directory = shop();
    mend(directory);
    const place = { file: '../shop/prices.js' };
    const checks = [
      { ...place, text: 'let sum = 0', expression: 'no such name' },
      { ...place, text: 'let sum = 0', expression: '1 === 2' },
      { ...place, line: 900, expression: 'false' },
      { file: '../shop/nowhere.js', line: 1, expression: 'true' },
    ];
    writeFileSync(join(directory, 'ci/checks.json'), JSON.stringify({ program: '../shop/shop.js', checks }));
    const { exitCode, said } = await check(directory);
    expect(exitCode).toBe(1);
    expect(said).toMatch(/"no such name" is .*SyntaxError/);
    expect(said).toMatch(/"1 === 2" is false/);
    expect(said).toMatch(/"false" was never looked at: .*lines/);
    expect(said).toMatch(/^::error ::"true" was never looked at: \S/m);
  });
});
