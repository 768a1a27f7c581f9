import { readFileSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { beforeEach, expect } from 'vitest';
import { itemAt, type TestItem, titleOf, trailOf } from '../../extension/testing/scan/test-item.ts';
import { launchSettings, type Tests, testsIn } from '../../extension/testing/tests-in.ts';
import { files, lineOf } from '../support/fixtures.ts';
import { launch } from '../support/session.ts';

/** What is installed for the tests of this repository: vitest, mocha, tsx. */
export const MODULES = resolve('node_modules');

/** A project with what is installed. */
export function project(contents: Readonly<Record<string, string>>, installed = MODULES): string {
  const directory = files({ 'package.json': '{}', ...contents });
  symlinkSync(installed, join(directory, 'node_modules'), 'junction');
  return directory;
}

/** Skips what cannot be had here. */
export const beforeEachNeeds = (it: () => string | undefined): void =>
  beforeEach(({ skip }) => skip(it() === undefined, 'cannot be installed here'));

/** Items as a tree is written in one line. */
export const trails = (items: readonly TestItem[]): string[] =>
  items.map((item) => trailOf(item).map(titleOf).join(' > '));

/** The tests of a file, as the editor would find them. */
export function testsOf(file: string, root: string, python?: string): Promise<Tests | undefined> {
  return testsIn({
    file,
    root,
    text: readFileSync(file, 'utf8'),
    isPython: file.endsWith('.py'),
    python: () => Promise.resolve(python),
  });
}

export interface Expected {
  readonly runner: string;
  /** What stands in the line of the lens that is clicked; the whole file if there is none. */
  readonly clicked?: string;
  /** Of files and lines that end in a comment `test` or `code`, in their order. */
  readonly stops?: readonly (readonly [file: string, marker: string])[];
  /** What the tests that run print behind `RUN`. */
  readonly runs: readonly string[];
  readonly exitCode?: number;
}

/** Debugs what a click on a lens in `name` would debug, stops where breakpoints are, and sees what has run. */
export async function debugs(
  directory: string,
  name: string,
  expected: Expected,
  python?: string,
): Promise<void> {
  const file = join(directory, name);
  const tests = await testsOf(file, directory, python);
  expect(tests?.runner.name).toBe(expected.runner);
  const { clicked, stops = [] } = expected;
  const text = readFileSync(file, 'utf8');
  const offset = clicked === undefined ? -1 : text.indexOf(clicked) + /^\s*/.exec(clicked)![0].length;
  const { name: _, ...settings } = await launchSettings(tests!, itemAt(tests!.items, offset), file);
  const { client, launched } = await launch(settings);
  for (const [source, marker] of stops) {
    const path = join(directory, source);
    await client.request('setBreakpoints', { source: { path }, breakpoints: [{ line: line(path, marker) }] });
  }
  await client.request('setExceptionBreakpoints', { filters: [] });
  await client.request('configurationDone', {});
  await launched;
  for (const [source, marker] of stops) {
    const { threadId } = await client.waitFor('stopped');
    const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
    const { source: stopped, line: at } = stackFrames[0]!;
    expect(`${basename(stopped!.path!)}:${at}`).toBe(
      `${basename(source)}:${line(join(directory, source), marker)}`,
    );
    await client.request('continue', { threadId: threadId! });
  }
  await client.waitFor('terminated');
  const output = client.output('stdout') + client.output('stderr') + client.output('console');
  const ran = [...output.matchAll(/RUN ([\w ]*\w)/g)].map(([, what]) => what);
  expect(ran, output).toEqual(expected.runs);
  expect((await client.waitFor('exited')).exitCode, output).toBe(expected.exitCode ?? 0);
}

const line = (path: string, marker: string): number =>
  path.endsWith('.py')
    ? readFileSync(path, 'utf8')
        .split('\n')
        .findIndex((text) => text.endsWith(`# ${marker}`)) + 1
    : lineOf(path, marker);
