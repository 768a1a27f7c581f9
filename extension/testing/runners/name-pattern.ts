import { type TestItem, type Title, trailOf } from '../scan/test-item.ts';

/** A regular expression that a title matches, without anchors. Line ends come back as white space. */
const titlePattern = (title: Title): string =>
  title
    .map((part) => part?.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(/\s*\n\s*/g, '\\s+') ?? '.*')
    .join('');

/** Matches the full name of an item, which is all titles down to it, with a space between them. */
export const fullNamePattern = (item: TestItem): string =>
  trailOf(item)
    .map(({ title }) => titlePattern(title))
    .join(' ');

/** Matches the full names of a test, or of all tests in a suite. */
export const testsPattern = (item: TestItem): string =>
  `^${fullNamePattern(item)}${item.kind === 'suite' ? ' ' : '$'}`;

/** Matches an item's own name. */
export const ownNamePattern = ({ title }: TestItem): string => `^${titlePattern(title)}$`;
