import { nearest } from '../../adapter/settings/unknown-settings.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import { RedactingCommander } from '../redaction/redacting-commander.ts';
import { REDACTED, type Redactor } from '../redaction/redactor.ts';
import type { Commander } from '../tasks/commander.ts';
import { problemsIn } from '../tasks/problems.ts';
import { tools } from './table.ts';
import type { Place, Told, Tool } from './tool.ts';
import { inToolWords } from './tool-words.ts';

/** Characters of one answer. */
export const MAX_REPLY = 256 * 1024;

export interface Toolbox {
  /** Those that may be called. */
  readonly tools: readonly Tool[];
  /**
   * Never rejects: what went wrong is an answer as well.
   *
   * @param signal the caller waits no longer: the program goes on as it would have
   */
  call(name: string, input: unknown, signal?: AbortSignal): Promise<ToolReply>;
}

export interface ToolReply {
  readonly text: string;
  readonly isError: boolean;
}

export interface ToolboxOptions {
  /** Only tools that look are there. */
  readonly readOnly: boolean;
  /** Undefined where secrets are told as they are. */
  readonly redactor: Redactor | undefined;
}

/** @param context is asked for at each call: where the programs run may change in between */
export function createToolbox(
  context: () => Promise<Place> | Place,
  { readOnly, redactor }: ToolboxOptions,
): Toolbox {
  const offered = readOnly ? tools.filter(({ looks }) => looks) : tools;
  const redacting = new WeakMap<Commander, Commander>();
  /** One for each commander: it knows what was secret in answers before. */
  const guarded = (commander: Commander): Commander => {
    if (!redactor) return commander;
    const found = redacting.get(commander) ?? new RedactingCommander(commander, redactor);
    redacting.set(commander, found);
    return found;
  };
  return {
    tools: offered,
    async call(name, input, signal) {
      let told: Told;
      let isError = false;
      try {
        const tool = find(name, readOnly);
        const understood = understand(tool, input);
        const given = await context();
        told = await unlessAborted(
          tool.run({ ...given, signal, commander: guarded(given.commander) }, understood),
          signal,
        );
      } catch (thrown) {
        told = failure(TandemError.from(thrown));
        isError = true;
      }
      return { text: replyText(told, redactor !== undefined), isError };
    },
  };
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

function find(name: string, readOnly: boolean): Tool {
  const tool = tools.find((candidate) => candidate.name === name);
  if (!tool)
    throw errors.toolUnknown(
      name,
      nearest(
        name,
        tools.map((candidate) => candidate.name),
      ),
    );
  if (readOnly && !tool.looks) throw errors.toolReadOnly(name);
  return tool;
}

function understand(tool: Tool, input: unknown): unknown {
  const read = tool.input.safeParse(input ?? {}, { reportInput: true });
  if (!read.success) throw errors.toolInput(tool.name, problemsIn(read.error.issues, tool.input));
  return read.data;
}

function failure(error: TandemError): Told {
  const message = error.audience === 'internal' ? `Tandem failed: ${error.message}` : error.message;
  return { text: inToolWords(message), next: inToolWords(error.hint ?? 'debug_tasks tells what there is.') };
}

function replyText({ text, next }: Told, guarded: boolean): string {
  const cut =
    text.length > MAX_REPLY
      ? `${text.slice(0, MAX_REPLY)}…\n(The answer is cut after ${MAX_REPLY} characters. Ask for less: fewer variables, shorter values, output from a later cursor.)`
      : text;
  return `${cut}${guarded ? hiddenNote(cut) : ''}\n\nNext: ${next}`;
}

/** Never silently: whoever reads must not take it for what the program has. */
function hiddenNote(text: string): string {
  const hidden = text.split(REDACTED).length - 1;
  if (hidden === 0) return '';
  const these =
    hidden === 1 ? 'One value looks like a secret and is' : `${hidden} values look like secrets and are`;
  return `\n\n(${these} not shown: ${REDACTED}. The program has the real thing; a person can see it in the editor.)`;
}
