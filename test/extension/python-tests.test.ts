import { describe, expect, it } from 'vitest';
import { pythonTests } from '../../extension/testing/scan/python-tests.ts';
import { itemAt, titleOf } from '../../extension/testing/scan/test-item.ts';
import { trails } from '../testing/support.ts';

describe('tests in Python', () => {
  it('are functions and methods, in classes of tests', () => {
    const source = `
import unittest
class TestA(
    Base,
    unittest.TestCase,
):
    text = """
def test_in_text(): pass
"""
    def test_one(self):
        def test_inner(): pass
    if True:
        async def test_two(self): pass
    class TestIn:
        def test_deep(self): pass
class Other:
    def test_not(self): pass
class TestEmpty: pass
class Numbers(TestCase):
    def setUp(self): pass
    @given(x=1)
    def test_given(self, x): pass
def test_größe(): pass
def helper(): pass
if x:
    def test_c(): pass
# def test_comment(): pass
s = 'def test_no(): pass'
`;
    const items = pythonTests(source);
    expect(trails(items)).toEqual([
      'TestA',
      'TestA > test_one',
      'TestA > test_two',
      'TestA > TestIn',
      'TestA > TestIn > test_deep',
      'Numbers',
      'Numbers > test_given',
      'test_größe',
      'test_c',
    ]);
    expect(items.filter(({ isUnittest }) => isUnittest).map(titleOf)).toEqual([
      'TestA',
      'test_one',
      'test_two',
      'Numbers',
      'test_given',
    ]);
  });

  it('are found while somebody is writing', () => {
    const source = `
def test_a():
    x = call(1,
    y = "not closed
def test_b(:
    pass
class TestC
    def test_d(self):
        it's
def test_e():
    """not closed
`;
    expect(trails(pythonTests(source))).toEqual(['test_a', 'test_b', 'TestC', 'TestC > test_d', 'test_e']);
  });

  it('are there to where the next one begins', () => {
    const source =
      'class TestA:\n    def test_b(self):\n        here\n\n    def test_c(self): there\ndef test_d(): pass';
    const at = (text: string) => titleOf(itemAt(pythonTests(source), source.indexOf(text))!);
    expect(['here', 'there', 'class', 'pass'].map(at)).toEqual(['test_b', 'test_c', 'TestA', 'test_d']);
  });

  it('are found with tabs, and with the line ends of Windows', () => {
    expect(trails(pythonTests('class TestA:\r\n\tdef test_b(self):\r\n\t\tpass\r\n'))).toEqual([
      'TestA',
      'TestA > test_b',
    ]);
  });
});
