import { describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { expectEnd, run } from '../support/session.ts';

const ECHO = `process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => console.log('got ' + JSON.stringify(text)));
process.stdin.on('end', () => console.log('the end'));
`;

const HINT = /reads its standard input/;

describe.each([
  { inProcess: false, noDebug: false },
  { inProcess: true, noDebug: false },
  { inProcess: false, noDebug: true },
  { inProcess: true, noDebug: true },
])('the debug console as standard input, inProcess $inProcess, noDebug $noDebug', (mode) => {
  it('sends what follows "<", and ends the input at "<<"', async () => {
    const client = await run({ program: program(ECHO), ...mode });
    const type = (expression: string) => client.request('evaluate', { expression, context: 'repl' });
    const said = (text: string) => client.waitFor('output', ({ output }) => output.includes(text));
    expect(await type('< a line')).toEqual({ result: '', variablesReference: 0 });
    await said('got "a line\\n"');
    await type('<no space  ');
    await said('got "no space  \\n"');
    await type('<');
    await said('got "\\n"');
    await type('<<');
    await said('the end');
    await expectEnd(client, 0);
  });
});

describe.each([false, true])('a program that reads its input, inProcess %s', (inProcess) => {
  it('is announced, once, with how to answer', async () => {
    const client = await run({ program: program(ECHO), inProcess });
    await client.waitFor('output', ({ category, output }) => category === 'console' && HINT.test(output));
    await client.request('tandem.stdin', { text: 'x', end: true });
    await client.waitFor('terminated');
    expect(client.output('console').match(new RegExp(HINT, 'g'))).toHaveLength(1);
    expect(client.output('stdout')).toBe('got "x"\nthe end\n');
  });

  it('is not announced when it only looks at it, or when the client passes its own input on', async () => {
    const looks = 'console.log(process.stdin.isTTY, Object.keys(process.stdin).includes("_read"));';
    const client = await run({ program: program(looks), inProcess });
    await client.waitFor('terminated');
    expect(client.output()).toBe('undefined false\n');

    const plain = await run({ program: program(ECHO), inProcess }, { 'tandem.plainOutput': true });
    await plain.request('tandem.stdin', { text: 'x', end: true });
    await plain.waitFor('terminated');
    expect(plain.output()).toBe('got "x"\nthe end\n');
  });
});

describe('the debug console', () => {
  it('says why it cannot send anything', async () => {
    const client = await run({ program: program('process.stdin.resume();') });
    await client.request('evaluate', { expression: '<<', context: 'repl' });
    const late = client.request('evaluate', { expression: '< too late', context: 'repl' });
    await expect(late).rejects.toThrow(/standard input is not open|has ended|session is over|ended/);
    await client.waitFor('terminated');
  });
});
