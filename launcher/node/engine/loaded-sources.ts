import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Body } from '../../../protocol/commands.ts';
import type { EngineContext } from './context.ts';
import type { Script } from './scripts.ts';
import type { Thread } from './thread.ts';

/**
 * Which sources there are: files, the sources that they were compiled from, texts with a name of their own. Neither
 * Node's modules nor what has no name: every expression of a watch would be among them.
 */
export class LoadedSources {
  readonly #context: EngineContext;
  /** By source, the text that the client was told of last. Undefined while nobody wants to know: telling costs time. */
  #told: Map<string, string> | undefined;

  constructor(context: EngineContext) {
    this.#context = context;
  }

  async all(): Promise<Body<'loadedSources'>> {
    this.#told = new Map();
    const sources = new Map<string, DebugProtocol.Source>();
    for (const thread of this.#context.threads.values()) {
      for (const script of [...thread.scripts.all()]) {
        for (const source of await this.#sourcesOf(thread, script)) {
          sources.set(keyOf(source), source);
          this.#told.set(keyOf(source), script.hash);
        }
      }
    }
    return { sources: [...sources.values()] };
  }

  /** A script was compiled, or was given another text. Never rejects. */
  async parsed(thread: Thread, script: Script): Promise<void> {
    const told = this.#told;
    if (!told) return;
    for (const source of await this.#sourcesOf(thread, script)) {
      const key = keyOf(source);
      const known = told.get(key);
      told.set(key, script.hash);
      if (known === script.hash) continue;
      const reason = known === undefined ? 'new' : 'changed';
      this.#context.emit({ event: 'loadedSource', body: { reason, source } });
    }
  }

  async #sourcesOf(thread: Thread, script: Script): Promise<DebugProtocol.Source[]> {
    if (script.isOwn || script.isInternal || !script.url) return [];
    const { sources } = this.#context;
    const map = await thread.scripts.resolveMap(script);
    return [
      sources.ofScript(thread, script),
      ...(map?.sources ?? []).map((source) => sources.ofMapped(source)),
    ];
  }
}

const keyOf = ({ path, sourceReference }: DebugProtocol.Source): string => path ?? String(sourceReference);
