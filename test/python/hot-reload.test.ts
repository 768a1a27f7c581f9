import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pythons } from './pythons.ts';
import { lineOf, Script } from './support.ts';

const GREETER = `import time

class Greeter:
    greeting = "hello"
    def greet(self, name):
        text = "hello " + name  # inside
        return text

def wrapped(function):
    def inner(*args):
        return function(*args)
    return inner

@wrapped
def tick(count):
    print(Greeter().greet(str(count)))  # tick

count = 0
while True:
    count += 1
    tick(count)
    time.sleep(0.005)  # loop
`;

describe.each(pythons)('hot reload in $name', (python) => {
  const edit = ({ path }: Script, change: (text: string) => string) =>
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  const apply = ({ client, path }: Script) => client.request('tandem.hotReload', { path });
  const said = ({ client }: Script, text: string) =>
    client.waitFor('output', ({ output }) => output.includes(text));
  const politely = (text: string) => text.replace('"hello " +', '"good day " +');

  it('changes functions of a running program, decorated ones and methods too', async () => {
    const script = await Script.start(python, { source: GREETER });
    await said(script, 'hello 1');
    expect(await apply(script)).toMatchObject({ status: 'unchanged' });
    edit(script, politely);
    expect(await apply(script)).toMatchObject({ status: 'applied' });
    await said(script, 'good day');
    edit(script, (text) =>
      text
        .replace('str(count))', 'str(count), ".")')
        .replace('name):', 'name, end):')
        .replace('" + name', '" + name + end'),
    );
    expect(await apply(script)).toMatchObject({ status: 'applied' });
    await said(script, '.');
  });

  it('moves breakpoints to the new text', async () => {
    const script = await Script.start(python, { source: GREETER, stops: { inside: {} } });
    await script.stop();
    const line = lineOf(script.path, 'inside');
    edit(script, (text) => politely(text).replace('text = ', '# One.\n        # Two.\n        text = '));
    await apply(script);
    await script.setBreakpoints('inside');
    await script.debuggee.continue();
    expect(await script.stop()).toBe(
      'breakpoint Greeter.greet: inside'.replace('Greeter.', python.version[1] >= 11 ? 'Greeter.' : ''),
    );
    expect((await script.debuggee.frame()).line).toBe(line + 2);
    await script.step('next');
    expect(await script.evaluate('text')).toMatch(/good day/);
  });

  it('says what cannot be applied, and leaves the program as it was', async () => {
    const script = await Script.start(python, { source: GREETER });
    await said(script, 'hello 1');
    const text = readFileSync(script.path, 'utf8');
    edit(script, () => text.replace('text = "hello "', 'text = ("hello "'));
    await expect(apply(script)).rejects.toThrow(/The changes cannot be applied: program.py:\d+: /);
    edit(script, () => text.replace('greeting = "hello"', 'greeting = "good day"'));
    await expect(apply(script)).rejects.toThrow('what a file does outside its functions runs once');
    const path = `${script.path}.other`;
    expect(await script.client.request('tandem.hotReload', { path })).toMatchObject({ status: 'notLoaded' });
    await said(script, 'hello 3');
  });
});
