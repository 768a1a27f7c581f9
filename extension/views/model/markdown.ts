/** Text of others', as text. */
export const plain = (text: string): string =>
  text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&$]/g, '\\$&').replaceAll(/\s+/g, ' ');

/** Text of others', as code; of several lines the first. */
export const code = (text: string): string => {
  const line = text.split('\n', 1)[0]!;
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
};
