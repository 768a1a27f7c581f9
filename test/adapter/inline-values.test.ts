import { describe, expect, it } from 'vitest';
import type { DapClient } from '../support/dap-client.ts';
import { lineOf, program } from '../support/fixtures.ts';
import { launch } from '../support/session.ts';

async function valuesAt(
  client: DapClient,
  launched: Promise<unknown>,
  path: string,
  expressions: readonly string[],
): Promise<Record<string, string | null>> {
  const breakpoints = [{ line: lineOf(path, 'stop') }];
  await client.request('setBreakpoints', { source: { path }, breakpoints });
  await client.request('configurationDone', {});
  await launched;
  const { threadId } = await client.waitFor('stopped');
  const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
  const frameId = stackFrames[0]!.id;
  const { values } = await client.request('tandem.inlineValues', { frameId, expressions });
  return Object.fromEntries(expressions.map((expression, index) => [expression, values[index]!]));
}

describe.each([false, true])('values at the ends of lines, inProcess %s', (inProcess) => {
  it('are told all at once, without side effects', async () => {
    const path = program(`
      class Cart {
        #count = 2;
        calls = 0;
        get lazy() { return (this.calls += 1); }
        get double() { return this.#count * 2; }
        show(order, i) {
          for (let i = 5; i < 6; i += 1) {
            order.size; // stop
          }
        }
      }
      new Cart().show({ size: 3, text: "it's", inner: { a: [1] } }, 1);
    `);
    const { client, launched } = await launch({ program: path, inProcess });
    const wanted = [
      'i',
      'order.size',
      'order.text',
      'order.inner',
      'this.#count',
      'this.double',
      'this.lazy',
    ];
    expect(
      await valuesAt(client, launched, path, [...wanted, 'this.calls', 'nobody', 'order.no.one']),
    ).toEqual({
      i: '5',
      'order.size': '3',
      'order.text': '"it\'s"',
      'order.inner': '{a: Array(1)}',
      'this.#count': '2',
      'this.double': '4',
      'this.lazy': null,
      'this.calls': '0',
      nobody: null,
      'order.no.one': null,
    });
  });
});

describe('values at the ends of lines, in Python', () => {
  it('are told without running anything of the program', async () => {
    const path = program(
      `
asked = []
late = 'of the module'
class Meta(type):
    def __getattr__(cls, name):
        asked.append(name)
class Slots:
    __slots__ = ('a', 'b')
    def __init__(self): self.a = 1
class Loose:
    def __getattr__(self, name):
        asked.append(name)
class Strict:
    def __init__(self): self.x = 1
    def __getattribute__(self, name):
        asked.append(name)
class Cart(metaclass=Meta):
    rate = 2
    def __init__(self):
        self.total = 5
        self.slots = Slots()
        self.loose = Loose()
        self.strict = Strict()
    @property
    def lazy(self):
        asked.append('lazy')
    def show(self, n):
        n += 1 # // stop
        late = 1
Cart().show(3)
`,
      'program.py',
    );
    const { client, launched } = await launch({ program: path });
    const none = ['lazy', 'show', 'slots.b', 'loose.x', 'strict.x', 'nothing'].map((name) => `self.${name}`);
    const expressions = ['n', 'self.total', 'self.rate', 'self.slots.a', 'asked', ...none, 'late', 'nobody'];
    expect(await valuesAt(client, launched, path, expressions)).toEqual({
      n: '3',
      'self.total': '5',
      'self.rate': '2',
      'self.slots.a': '1',
      asked: '[]',
      ...Object.fromEntries(none.map((name) => [name, null])),
      late: null,
      nobody: null,
    });
  });
});
