import type { Redactor } from './redactor.ts';
import { unquoted } from './secret-names.ts';

/** A variable, or what an expression has come to, as DAP tells it. */
interface DapValue {
  readonly name?: string;
  readonly value?: string;
  readonly result?: string;
  readonly variablesReference: number;
}

interface ShownValue {
  readonly value: string;
  readonly reference: number;
}

/** Hides what is secret in one value, and remembers what it refers to. */
type RedactValue = (shown: ShownValue, secret: boolean, name: string) => ShownValue;

/**
 * Hides what is secret in the answer to a raw request: of the shape of DAP, or of any other.
 *
 * @param secret all that is in it belongs to something secret
 */
export function redactBody(
  body: unknown,
  secret: boolean,
  redactor: Redactor,
  redactValue: RedactValue,
): unknown {
  const whole = (text: string) => redactor.value({ value: `'${text}'` }, true).value;

  const any = (value: unknown, isSecret: boolean): unknown => {
    if (typeof value === 'string') return isSecret ? whole(value) : redactor.text(value);
    if (Array.isArray(value)) return value.map((element) => any(element, isSecret));
    if (typeof value !== 'object' || value === null) return value;
    if ('variablesReference' in value) return dapValue(value as DapValue, isSecret);
    const parts = Object.entries(value).map(([key, part]) => [
      redactor.text(key),
      any(part, isSecret || redactor.isSecretName(key)),
    ]);
    return Object.fromEntries(parts);
  };

  const dapValue = (told: DapValue, isSecret: boolean): DapValue => {
    const { name = '', value, result, variablesReference: reference } = told;
    const shown = redactValue(
      { value: value ?? result ?? '', reference },
      isSecret || redactor.isSecretName(unquoted(name)),
      name,
    );
    return { ...told, [value === undefined ? 'result' : 'value']: shown.value };
  };

  return any(body, secret);
}
