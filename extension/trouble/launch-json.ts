import { findNodeAtLocation, getNodeValue, type JSONPath, modify, type Node, parseTree } from 'jsonc-parser';

/** A part of a text that is replaced. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** Where the configuration of a name begins in the text of a launch.json; undefined where there is none. */
export function offsetOf(text: string, name: string): number | undefined {
  return configurationsIn(text).find((node) => nameOf(node) === name)?.offset;
}

/**
 * What puts one more pattern among the `sourceMapPathOverrides` of a configuration, comments and all else left as they are;
 * undefined where there is no such configuration.
 */
export function overrideEdits(
  text: string,
  name: string,
  pattern: string,
  place: string,
): readonly Edit[] | undefined {
  const index = configurationsIn(text).findIndex((node) => nameOf(node) === name);
  if (index < 0) return undefined;
  const path: JSONPath = ['configurations', index, 'sourceMapPathOverrides', pattern];
  return modify(text, path, place, { formattingOptions: indentationOf(text) });
}

const configurationsIn = (text: string): readonly Node[] => {
  const root = parseTree(text, undefined, { allowTrailingComma: true });
  return (root && findNodeAtLocation(root, ['configurations'])?.children) ?? [];
};

function nameOf(configuration: Node): unknown {
  const node = findNodeAtLocation(configuration, ['name']);
  return node && getNodeValue(node);
}

function indentationOf(text: string): { insertSpaces: boolean; tabSize: number; eol: string } {
  const [, indentation = '  '] = /^([ \t]+)\S/m.exec(text) ?? [];
  return {
    insertSpaces: !indentation.startsWith('\t'),
    tabSize: indentation.startsWith('\t') ? 1 : indentation.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
