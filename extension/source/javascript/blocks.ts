import { type Region, readCode, readInside } from './code.ts';
import { readBinding } from './patterns.ts';
import { Scope } from './scope.ts';

/** Returns the token behind. */
export function readBlock({ source, scope: outer, end }: Region, open: number): number {
  const scope = new Scope('block', outer, source.startOf(open));
  const behind = readInside({ source, scope, end }, open);
  scope.end = source.endBefore(behind);
  return behind;
}

/** `for (…) …` and `catch (…) …`: their variables are those of what follows. Returns the token behind. */
export function readHead({ source, scope: outer, end }: Region, from: number): number {
  const scope = new Scope('block', outer, source.startOf(from));
  const region: Region = { source, scope, end };
  let at = from + (source.textAt(from + 1) === 'await' ? 2 : 1);
  if (source.textAt(at) === '(') {
    if (source.textAt(from) === 'catch')
      readBinding({ ...region, end: Math.min(source.brackets.end(at), end) }, at + 1, 'let');
    else readInside(region, at);
    at = Math.min(source.brackets.behind(at), end);
  }
  at = source.textAt(at) === '{' ? readInside(region, at) : readCode({ ...region, isOne: true }, at);
  scope.end = source.endBefore(at);
  return at;
}
