import type { Change, Variable } from '../../../protocol/tasks/stop.ts';

/** `order = {id: 3, …}  [ref 12]` */
export function valueText({ value, reference, truncated }: Omit<Variable, 'name' | 'scope'>): string {
  const reached = reference === undefined ? '' : `  [ref ${reference}]`;
  return `${withoutRepetition(value)}${truncated ? '  [cut]' : ''}${reached}`;
}

/** What is the same time and again says no more than how often: `[{…} × 100]`. */
const withoutRepetition = (value: string): string =>
  value.replace(/(?:\{…\}, ){3,}\{…\}/g, (run) => `{…} × ${run.split(', ').length}`);

/** One line for each, under the scope that they are declared in. */
export function variablesText(variables: readonly Variable[], indent = '  '): string[] {
  let scope: string | undefined;
  return variables.flatMap((variable) => {
    const line = `${indent}${variable.name} = ${valueText(variable)}`;
    if (variable.scope === undefined || variable.scope === scope) return [line];
    scope = variable.scope;
    return [`Variables (${scope}):`, line];
  });
}

/** `sum: 0 → 9900` */
export const changeText = ({ name, before, after }: Change): string =>
  before === undefined ? `${name} = ${after} (new)` : `${name}: ${before} → ${after ?? '(gone)'}`;
