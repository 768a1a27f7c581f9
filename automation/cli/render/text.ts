import { isAbsolute, relative } from 'node:path';
import type { Frame } from '../../../protocol/tasks/stop.ts';

/** Control characters of a program's source or values must not reach a terminal. A tab becomes two spaces. */
export const printable = (text: string): string => text.replaceAll('\t', '  ').replace(/(?!\n)\p{Cc}/gu, '�');

export const crop = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;

/** As a person would name the file from here. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return isAbsolute(path) && near !== '' && !near.startsWith('..') && !isAbsolute(near) ? near : path;
}

export const placeOf = ({ file, line }: Frame): string =>
  `${file === undefined ? '(unknown source)' : shownPath(file)}:${line}`;
