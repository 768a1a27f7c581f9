/** Without the fields that are null: clients whose language has no other word for it say so what they do not say. */
export const presentFields = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** The same, at every depth. */
export function presentValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(presentValues);
  if (typeof value !== 'object' || value === null) return value;
  const present = Object.entries(presentFields(value));
  return Object.fromEntries(present.map(([name, field]) => [name, presentValues(field)]));
}
