import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Protocol } from './inspector-channel.ts';
import { loadSourceMap, mapFile, type ReadFile, SourceMapProblem } from './load-source-map.ts';
import type { LongWork } from './long-work.ts';
import { MapSettings } from './map-settings.ts';
import { pathOfUrl, type SourceKey, sourceKey } from './paths.ts';
import type { SourceMap } from './source-map.ts';
import { textName } from './text-names.ts';

/** URLs of the debugger's own scripts in the program's isolates: nothing stops in them, and nobody sees them. */
export const OWN_SCRIPTS = '/launcher/node/(?:bootstrap|plain|worker-preload)\\.cjs$|^tandem:';
/** Of those that are made at run time. */
export const OWN_URL = 'tandem:';

const own = new RegExp(OWN_SCRIPTS);

const MAP_COMMENT = /^[ \t]*\/\/[#@] sourceMappingURL=([^\s'"]+)[ \t]*$/gm;

/** What V8 tells of a script, as far as it matters. */
type ParsedScript = Pick<
  Protocol.Debugger.ScriptParsedEvent,
  'scriptId' | 'url' | 'hash' | 'isModule' | 'scriptLanguage' | 'endLine' | 'endColumn' | 'sourceMapURL'
>;

/** One script that V8 has compiled in one isolate. */
export class Script {
  readonly id: string;
  readonly url: string;
  /** Equal for scripts of the same text. */
  readonly hash: string;
  /** The file it was loaded from, if any. */
  readonly path: string | undefined;
  readonly mapUrl: string | undefined;
  readonly isModule: boolean;
  readonly isWebAssembly: boolean;
  /** From 0. An end of line at the end of the text begins no line. */
  readonly lastLine: number;
  /** Set once the map was asked for. */
  map: SourceMap | undefined;
  mapProblem: string | undefined;

  constructor(parsed: ParsedScript) {
    this.id = parsed.scriptId;
    this.url = parsed.url;
    this.hash = parsed.hash;
    this.path = pathOfUrl(parsed.url);
    this.mapUrl = parsed.sourceMapURL || undefined;
    this.isModule = parsed.isModule ?? false;
    this.isWebAssembly = parsed.scriptLanguage === 'WebAssembly';
    this.lastLine = parsed.endColumn === 0 ? Math.max(0, parsed.endLine - 1) : parsed.endLine;
  }

  get isInternal(): boolean {
    return this.url.startsWith('node:');
  }

  get isOwn(): boolean {
    return own.test(this.url);
  }

  /** What a client may call it, in this session and in another: its file, its URL, or its text where it has neither. */
  get name(): string {
    return this.path ?? (this.url || textName(this.hash));
  }

  get key(): SourceKey {
    return sourceKey(this.name);
  }
}

/** The maps of a process, each read once however many threads load its script. */
export class SourceMaps {
  settings = new MapSettings({ read: true, pathOverrides: {}, locations: null });
  readonly #maps = new Map<string, Promise<SourceMap>>();
  readonly #loaded = new Map<string, SourceMap>();
  readonly #longWork: LongWork;
  readonly #readElsewhere: ReadFile | undefined;

  /** @param readElsewhere for files that are not here */
  constructor(longWork: LongWork, readElsewhere?: ReadFile) {
    this.#longWork = longWork;
    this.#readElsewhere = readElsewhere;
  }

  /** Rejects with a {@link SourceMapProblem}. */
  load(scriptUrl: string, mapUrl: string): Promise<SourceMap> {
    const key = keyOf(scriptUrl, mapUrl);
    let map = this.#maps.get(key);
    if (!map) {
      const name = basename(pathOfUrl(scriptUrl) ?? scriptUrl);
      map = this.#longWork.run(`Reading the source map of ${name}`, (signal) =>
        loadSourceMap(scriptUrl, mapUrl, this.settings, { readElsewhere: this.#readElsewhere, signal }),
      );
      map.then((loaded) => this.#loaded.set(key, loaded)).catch(() => {});
      this.#maps.set(key, map);
    }
    return map;
  }

  /** The map, if it has been read already: one that a load was held for, when its script is parsed. */
  loaded(scriptUrl: string, mapUrl: string): SourceMap | undefined {
    return this.#loaded.get(keyOf(scriptUrl, mapUrl));
  }
}

/** A map that was written anew is another map. */
function keyOf(scriptUrl: string, mapUrl: string): string {
  const file = mapFile(scriptUrl, mapUrl);
  const time = file && statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return `${scriptUrl}\n${mapUrl}\n${time ?? ''}`;
}

const UNPARSED_LIMIT = 20;

/** The scripts of one isolate. */
export class Scripts {
  readonly maps: SourceMaps;
  readonly #byId = new Map<string, Script>();
  /** Files that did not parse, the latest ones: an import that fails may be tried again and again. */
  readonly #unparsed = new Map<string, ParsedScript>();

  constructor(maps: SourceMaps) {
    this.maps = maps;
  }

  add(parsed: ParsedScript): Script {
    const script = new Script(parsed);
    if (script.mapUrl) script.map = this.maps.loaded(script.url, script.mapUrl);
    this.#byId.set(script.id, script);
    return script;
  }

  failedToParse(script: ParsedScript): void {
    if (!script.url) return;
    this.#unparsed.set(script.scriptId, script);
    if (this.#unparsed.size > UNPARSED_LIMIT) this.#unparsed.delete(this.#unparsed.keys().next().value!);
  }

  /** Takes in one that did not parse, to be shown. Undefined where it is none of those. */
  addUnparsed(id: string): Script | undefined {
    const script = this.#unparsed.get(id);
    return script && this.add(script);
  }

  /** The script has another text now: everything that was known of the old one is forgotten with it. */
  edited({ id, url, isModule, isWebAssembly }: Script, text: string): Script {
    const lines = text.split(/\r\n?|[\n\u2028\u2029]/);
    return this.add({
      scriptId: id,
      url,
      hash: createHash('sha256').update(text).digest('hex'),
      isModule,
      scriptLanguage: isWebAssembly ? 'WebAssembly' : 'JavaScript',
      endLine: lines.length - 1,
      endColumn: lines.at(-1)!.length,
      sourceMapURL: [...text.matchAll(MAP_COMMENT)].at(-1)?.[1] ?? '',
    });
  }

  get(id: string): Script | undefined {
    return this.#byId.get(id);
  }

  all(): Iterable<Script> {
    return this.#byId.values();
  }

  /** Reads the map of a script, if it names one; the result stays on the script. Never rejects. */
  async resolveMap(script: Script): Promise<SourceMap | undefined> {
    if (!script.mapUrl || script.map || script.mapProblem) return script.map;
    try {
      script.map = await this.maps.load(script.url, script.mapUrl);
    } catch (error) {
      script.mapProblem =
        error instanceof SourceMapProblem ? error.message : `the source map failed: ${String(error)}`;
    }
    return script.map;
  }
}
