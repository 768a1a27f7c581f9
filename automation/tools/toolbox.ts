import { errors, TandemError } from '../../protocol/errors.ts';
import { nearest } from '../../protocol/nearest.ts';
import { RedactingCommander } from '../redaction/redacting-commander.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { Commander } from '../tasks/commander.ts';
import { isTooDeep, TOO_DEEP } from '../tasks/depth.ts';
import { noticing } from '../tasks/noticing.ts';
import { problemsIn } from '../tasks/problems.ts';
import { failureTold, replyText } from './reply.ts';
import { tools } from './table.ts';
import type { Place, Question, Tool } from './tool.ts';

export interface ToolReply {
  readonly text: string;
  readonly isError: boolean;
}

/** What to tell a person before a call. */
export interface Asked {
  /** A short line: what the call does. */
  readonly doing: string;
  /** Undefined when nothing has to be asked. */
  readonly question: Question | undefined;
}

export interface ToolboxOptions {
  /** Only tools that look are there. */
  readonly readOnly: boolean;
  /** Undefined where secrets are told as they are. */
  readonly redactor: Redactor | undefined;
}

/** The tools, for one who calls them by their names, with whatever he gives them. */
export class Toolbox {
  /** Those that may be called. */
  readonly tools: readonly Tool[];
  readonly #place: () => Promise<Place> | Place;
  readonly #options: ToolboxOptions;
  /** One for each commander: it knows what was secret in answers before. */
  readonly #guarded = new WeakMap<Commander, Commander>();
  #lastPlace: string | undefined;

  /** @param place is asked for at each call: where programs run may change in between */
  constructor(place: () => Promise<Place> | Place, options: ToolboxOptions) {
    this.#place = place;
    this.#options = options;
    this.tools = options.readOnly ? tools.filter(({ looks }) => looks) : tools;
  }

  /** Undefined for a call that will be refused. */
  ask(name: string, input: unknown): Asked | undefined {
    try {
      const { tool, understood } = this.#understand(name, input);
      return { doing: tool.doing(understood), question: tool.question?.(understood) };
    } catch {
      return undefined;
    }
  }

  /**
   * Never rejects: what went wrong is an answer as well.
   *
   * @param signal the caller waits no longer: the program goes on as it would have
   */
  async call(name: string, input: unknown, signal?: AbortSignal): Promise<ToolReply> {
    const guarded = this.#options.redactor !== undefined;
    let news = '';
    try {
      const { tool, understood } = this.#understand(name, input);
      const place = await this.#place();
      news = this.#moved(place);
      const remark = (text: string): void => {
        news += `(${text})\n\n`;
      };
      const commander = noticing(this.#guard(place.commander), remark);
      const context = { ...place, signal, remark, commander };
      const told = await unlessAborted(tool.run(context, understood), signal);
      return { text: news + replyText(told, guarded), isError: false };
    } catch (thrown) {
      return { text: news + replyText(failureTold(TandemError.from(thrown)), guarded), isError: true };
    }
  }

  #understand(name: string, input: unknown): { tool: Tool; understood: unknown } {
    const names = tools.map((tool) => tool.name);
    const tool = tools.find((candidate) => candidate.name === name);
    if (!tool) throw errors.toolUnknown(name, nearest(name, names));
    if (this.#options.readOnly && !tool.looks) throw errors.toolReadOnly(name);
    if (isTooDeep(input)) throw errors.toolInput(name, [TOO_DEEP]);
    const read = tool.input.safeParse(input ?? {}, { reportInput: true });
    if (!read.success) throw errors.toolInput(name, problemsIn(read.error.issues, tool.input));
    return { tool, understood: read.data };
  }

  #guard(commander: Commander): Commander {
    const { redactor } = this.#options;
    if (!redactor) return commander;
    const found = this.#guarded.get(commander) ?? new RedactingCommander(commander, redactor);
    this.#guarded.set(commander, found);
    return found;
  }

  /** Told once: what was known of the programs before is of no use. */
  #moved({ name }: Place): string {
    const before = this.#lastPlace;
    this.#lastPlace = name;
    if (before === undefined || before === name) return '';
    return `(Programs run in ${name} from now on. What ran before, in ${before}, is not here.)\n\n`;
  }
}

/** Rejects as soon as nobody waits any more. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  let abort!: () => void;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(errors.toolAborted());
  });
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
