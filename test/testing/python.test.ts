import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { environmentAt, findPytest } from '../support/pytest.ts';
import { beforeEachNeeds, debugs, project } from './support.ts';

const TEST_SUM_PY = `import unittest
from code_under_test import total


class TestNumbers(unittest.TestCase):
    """def test_not(self): it's not"""

    def test_adds(self):
        result = total([1, 2])  # test
        print("RUN numbers adds")
        self.assertEqual(result, 3)

    def test_adds_more(self):
        print("RUN numbers adds more")


class TestOthers(unittest.TestCase):
    def test_adds(self):
        print("RUN others adds")
`;
const CODE_PY = 'def total(numbers):\n    return sum(numbers)  # code\n';
const PYTEST_PY = `import pytest


@pytest.mark.parametrize("a", [1, 2])
def test_with(a):
    print("RUN with", a)


class TestPlain:
    class TestDeep:
        def test_here(self):
            print("RUN deep")
`;

describe('pytest', () => {
  let python: string | undefined;
  beforeAll(() => {
    python = findPytest();
  }, 300_000);
  beforeEachNeeds(() => python);
  const make = () =>
    project({
      'pyproject.toml': '',
      'code_under_test.py': CODE_PY,
      'tests/test_sum.py': TEST_SUM_PY,
      'tests/test_plain.py': PYTEST_PY,
    });

  it('runs the one test that is clicked, stopping in it and in the code that it tests', () =>
    debugs(
      make(),
      'tests/test_sum.py',
      {
        runner: 'pytest',
        clicked: 'def test_adds(self):\n        result',
        stops: [
          ['tests/test_sum.py', 'test'],
          ['code_under_test.py', 'code'],
        ],
        runs: ['numbers adds'],
      },
      python,
    ));

  it('runs a test with all of its parameters', () =>
    debugs(
      make(),
      'tests/test_plain.py',
      { runner: 'pytest', clicked: 'def test_with', runs: ['with 1', 'with 2'] },
      python,
    ));

  it('runs a class in a class', () =>
    debugs(
      make(),
      'tests/test_plain.py',
      { runner: 'pytest', clicked: 'class TestDeep', runs: ['deep'] },
      python,
    ));
});

describe('unittest', () => {
  let home: string;
  let python: string | undefined;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'tandem-venv-'));
    python = environmentAt(home, ['--without-pip']);
  }, 60_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  beforeEachNeeds(() => python);

  it('runs the one test that is clicked, stopping in it and in the code that it tests', () =>
    debugs(
      project({ 'code_under_test.py': CODE_PY, 'tests/test_sum.py': TEST_SUM_PY }),
      'tests/test_sum.py',
      {
        runner: 'unittest',
        clicked: 'def test_adds(self):\n        result',
        stops: [
          ['tests/test_sum.py', 'test'],
          ['code_under_test.py', 'code'],
        ],
        runs: ['numbers adds'],
      },
      python,
    ));

  it('runs a class of a file in a directory that cannot be imported', () =>
    debugs(
      project({ 'my-tests/code_under_test.py': CODE_PY, 'my-tests/test_sum.py': TEST_SUM_PY }),
      'my-tests/test_sum.py',
      { runner: 'unittest', clicked: 'class TestNumbers', runs: ['numbers adds', 'numbers adds more'] },
      python,
    ));
});
