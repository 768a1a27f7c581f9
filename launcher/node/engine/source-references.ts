import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import { type SourceKey, sourceKey } from './paths.ts';
import type { Script } from './scripts.ts';
import type { MappedSource } from './source-map.ts';
import type { Thread } from './thread.ts';

/** A text that is not on disk: a script made at run time, Node's own code, a source that only lives in its map. */
type Text =
  | { readonly thread: Thread; readonly script: Script }
  | { readonly content: string; readonly path: string };

/** What a tab of the editor says: the last part of a name, and little of a text that is its own name. */
const label = (name: string): string => {
  if (name.startsWith('data:')) return `${name.slice(0, name.indexOf(','))},…`;
  return path.basename(name);
};

/** What is to be said of the language of a text; undefined where the client knows better. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  '': 'text/javascript',
  '.js': 'text/javascript',
  '.cjs': 'text/javascript',
  '.mjs': 'text/javascript',
  '.ts': 'text/typescript',
  '.cts': 'text/typescript',
  '.mts': 'text/typescript',
};

const internalName = ({ url }: Script): string => url.replace('node:', '<node_internals>/');

/** The path under which the client knows a text. */
const nameOf = (text: Text): string =>
  'content' in text ? text.path : text.script.isInternal ? internalName(text.script) : text.script.name;

async function contentOf(text: Text): Promise<string> {
  if ('content' in text) return text.content;
  const { thread, script } = text;
  const { scriptSource, bytecode } = await thread.channel.post('Debugger.getScriptSource', {
    scriptId: script.id,
  });
  if (!script.isWebAssembly) return scriptSource;
  return `;; WebAssembly has no text. This module is ${Buffer.from(bytecode ?? '', 'base64').length} bytes long.\n`;
}

/** A file that the client cannot read itself, because it is on another machine. */
async function fileContent(file: string): Promise<Body<'source'>> {
  try {
    return { content: await readFile(file, 'utf8') };
  } catch {
    throw errors.sourceUnknown(file);
  }
}

/** Sources as the client is told of them: by path where there is a file, by number where there is none. */
export class SourceReferences {
  readonly #texts = new Map<number, Text>();
  readonly #numbers = new Map<string, number>();
  readonly #spellings = new Map<SourceKey, string>();
  /** Numbers come after this one. To be set before the first is handed out. */
  base = 0;

  ofScript(thread: Thread, script: Script): DebugProtocol.Source {
    if (script.path && existsSync(script.path)) {
      return { name: path.basename(script.path), path: this.#spelled(script.path) };
    }
    // Texts that nobody has named are one source, however often they are compiled.
    const key = script.url ? `${thread.id} ${script.id}` : script.name;
    const sourceReference = this.#number(key, { thread, script });
    if (script.isInternal) {
      const name = internalName(script);
      return {
        name,
        path: name,
        sourceReference,
        presentationHint: 'deemphasize',
        origin: 'Node.js internals',
      };
    }
    return { name: label(script.name), path: script.name, sourceReference };
  }

  ofMapped(source: MappedSource): DebugProtocol.Source {
    const name = path.basename(source.path);
    if (existsSync(source.path) || source.content === undefined) {
      return { name, path: this.#spelled(source.path) };
    }
    const sourceReference = this.#number(source.path, { content: source.content, path: source.path });
    return { name, path: source.path, sourceReference, origin: 'from the source map' };
  }

  /** The file, or what serves as one in a script's URL, that a client means. */
  file(source: DebugProtocol.Source): string | undefined {
    const text = source.sourceReference ? this.#texts.get(source.sourceReference) : undefined;
    // The number may be one of another session, which the client has kept; the name holds.
    const name = source.path ?? (text && ('script' in text ? text.script.name : text.path));
    return name?.replace(/^<node_internals>[/\\]/, 'node:');
  }

  /** Notes how the client spells a file that it knows: it may have come to it through a symlink. */
  spelledAs(key: SourceKey, file: string): void {
    this.#spellings.set(key, file);
  }

  #spelled(file: string): string {
    return this.#spellings.get(sourceKey(file)) ?? file;
  }

  async answer(args: Arguments<'source'>): Promise<Body<'source'>> {
    const reference = args.source?.sourceReference ?? args.sourceReference;
    const text = this.#text(reference, args.source?.path);
    if (!text) return fileContent(args.source?.path ?? String(reference));
    const mimeType = MIME_TYPES[path.extname('content' in text ? text.path : (text.script.path ?? ''))];
    return { content: await contentOf(text), ...(mimeType && { mimeType }) };
  }

  /** A number that the client has kept from another program of the session may be another text's; the name holds. */
  #text(reference: number, name: string | undefined): Text | undefined {
    const text = this.#texts.get(reference);
    if (name === undefined || (text && nameOf(text) === name)) return text;
    return [...this.#texts.values()].find((other) => nameOf(other) === name);
  }

  #number(key: string, text: Text): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.base + this.#numbers.size + 1;
      this.#numbers.set(key, number);
      this.#texts.set(number, text);
    }
    return number;
  }
}
