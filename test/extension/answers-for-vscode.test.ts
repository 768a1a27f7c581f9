import { describe, expect, it } from 'vitest';
import { forVSCode } from '../../extension/answers-for-vscode.ts';
import { errors } from '../../protocol/errors.ts';

const answer = (command: string, more: object) => ({
  type: 'response',
  seq: 0,
  request_seq: 7,
  command,
  success: true,
  ...more,
});

const failed = (command: string, { text, code }: { text: string; code: string }) =>
  answer(command, {
    success: false,
    message: text,
    body: { error: { id: 1, format: text, showUser: false, variables: { _code: code } } },
  });

describe('a key for a step', () => {
  it.each(['continue', 'next', 'stepIn', 'stepOut'])('%s of what runs already went well', (command) => {
    expect(forVSCode(failed(command, errors.threadRunning('main')))).toEqual(
      answer(command, { body: { allThreadsContinued: false } }),
    );
  });

  it('is told of what has failed otherwise, and so are others of what runs', () => {
    for (const message of [
      failed('next', errors.threadUnknown(3)),
      failed('stackTrace', errors.threadRunning('main')),
    ])
      expect(forVSCode(message)).toBe(message);
  });
});

describe('the box of an exception', () => {
  const shown = (body: object) =>
    (forVSCode(answer('exceptionInfo', { body })) as { body: Record<string, unknown> }).body;

  it('says type, message and calls once, of Node', () => {
    const message = "TypeError: Cannot read properties of null (reading 'a')";
    const info = { exceptionId: 'TypeError', description: message, breakMode: 'unhandled' };
    expect(
      shown({
        ...info,
        details: { message, typeName: 'TypeError', stackTrace: `${message}\n    at f (a.js:1:2)` },
      }),
    ).toMatchObject({
      exceptionId: 'TypeError',
      description: "Cannot read properties of null (reading 'a')",
      details: { stackTrace: '    at f (a.js:1:2)' },
    });
  });

  it('says them once, of Python', () => {
    const heading = 'json.decoder.JSONDecodeError: Expecting value';
    const calls = 'Traceback (most recent call last):\n  File "a.py", line 3, in <module>';
    expect(
      shown({
        exceptionId: 'json.decoder.JSONDecodeError',
        description: heading,
        breakMode: 'always',
        details: { message: 'Expecting value', stackTrace: `${calls}\n${heading}\n` },
      }),
    ).toMatchObject({ description: 'Expecting value', details: { stackTrace: calls } });
  });

  it('keeps what is said of a rejection, and what says something else', () => {
    const message = 'Error: late';
    const rejected = { exceptionId: 'Error', description: `Unhandled promise rejection: ${message}` };
    expect(shown(rejected)).toMatchObject({ description: 'Unhandled promise rejection: late' });
    const own = {
      exceptionId: 'Error',
      description: 'MyError: x',
      details: { message: 'MyError: x', stackTrace: 'MyError: x\n at f' },
    };
    expect(shown(own)).toMatchObject({ description: 'MyError: x', details: { stackTrace: ' at f' } });
    expect(shown({ exceptionId: 'KeyError', description: 'KeyError' })).toMatchObject({ description: '' });
    const plain = {
      exceptionId: 'string',
      description: "'boom'",
      details: { message: "'boom'", stackTrace: "'boom'" },
    };
    expect(shown(plain)).toMatchObject({ description: "'boom'", details: { stackTrace: '' } });
  });
});
