// What schemas in zod stand for, as declarations that need no zod.

/**
 * @param {Readonly<Record<string, import('zod').ZodType>>} named Schemas that are told by a name wherever they occur.
 */
export function schemaPrinter(named) {
  // A schema with another description is another object, over the same definition.
  const names = new Map(Object.entries(named).map(([name, { def }]) => [def, name]));

  const grouped = ({ def }, type) =>
    names.has(def) || !['union', 'enum', 'literal'].includes(def.type) ? type : `(${type})`;

  const typeOf = (schema, indent = '') => names.get(schema.def) ?? bare(schema, indent);

  /** @returns {string} */
  function bare({ def }, indent) {
    switch (def.type) {
      case 'object':
        return objectType(def.shape, indent);
      case 'array':
        return `${grouped(def.element, typeOf(def.element, indent))}[]`;
      case 'record':
        return `Record<${typeOf(def.keyType)}, ${typeOf(def.valueType, indent)}>`;
      case 'union':
        return def.options.map((option) => typeOf(option, indent)).join(' | ');
      case 'literal':
        return def.values.map((value) => JSON.stringify(value)).join(' | ');
      case 'enum':
        return Object.values(def.entries)
          .map((value) => JSON.stringify(value))
          .join(' | ');
      case 'optional':
        return typeOf(def.innerType, indent);
      case 'string':
      case 'number':
      case 'boolean':
      case 'unknown':
        return def.type;
      default:
        throw new Error(`there is no way yet to print a schema of the type "${def.type}"`);
    }
  }

  function objectType(shape, indent) {
    const inner = `${indent}  `;
    const fields = Object.entries(shape).map(([name, schema]) => {
      const isOptional = schema.def.type === 'optional';
      const type = typeOf(schema, inner);
      const optional = isOptional && type !== 'unknown' ? ' | undefined' : '';
      return `${comment(descriptionOf(schema), inner)}${inner}${name}${isOptional ? '?' : ''}: ${type}${optional};\n`;
    });
    return fields.length === 0 ? 'Record<string, never>' : `{\n${fields.join('')}${indent}}`;
  }

  return {
    typeOf,
    declarations: () =>
      Object.entries(named).map(([name, schema]) => [
        name,
        `${comment(schema.meta()?.description, '')}export type ${name} = ${bare(schema, '')};`,
      ]),
  };
}

const descriptionOf = (schema) =>
  schema.meta()?.description ??
  (schema.def.type === 'optional' ? descriptionOf(schema.def.innerType) : undefined);

const comment = (text, indent) => (text === undefined ? '' : `${indent}/** ${text} */\n`);
