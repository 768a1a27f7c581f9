import { readFile } from 'node:fs/promises';
import module from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { errors } from '../../../protocol/errors.ts';

/** How long a compiler that watches may take to write what was saved, in milliseconds. */
const COMPILE_LIMIT = 3000;
/** Between two looks; a file that is the same at both is written to its end. */
const LOOK_AGAIN = 60;

/** What Node puts behind a text whose types it has taken away. */
const STRIPPED = /\n\n\n?\/\/# sourceURL=[^\n]*$/;

const TYPESCRIPT = /\.[cm]?ts$/;

type Strip = (code: string) => string;

/** The text of a file as Node would compile it now. `current` is what it has compiled. */
export async function editedText(file: string, current: string): Promise<string> {
  const text = await read(file);
  if (!TYPESCRIPT.test(file)) return text;
  return `${stripTypes(file, text)}${STRIPPED.exec(current)?.[0] ?? ''}`;
}

/** The text of a file that a compiler writes: another one than `current`, as soon as there is one. */
export async function recompiledText(file: string, source: string, current: string): Promise<string> {
  let text = await read(file);
  for (let waited = 0; text === current; waited += LOOK_AGAIN) {
    if (waited >= COMPILE_LIMIT) throw errors.reloadNotCompiled(source, file);
    await setTimeout(LOOK_AGAIN);
    text = await read(file);
  }
  for (let former = ''; former !== text; ) {
    former = text;
    await setTimeout(LOOK_AGAIN);
    text = await read(file);
  }
  return text;
}

async function read(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw errors.reloadUnreadable(file, (error as Error).message);
  }
}

function stripTypes(file: string, text: string): string {
  const { stripTypeScriptTypes } = module as unknown as { stripTypeScriptTypes?: Strip };
  if (!stripTypeScriptTypes) throw errors.reloadInMemory(file);
  const { emitWarning } = process;
  // The warning that this is experimental would be the program's to read, which has not asked for it.
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(text);
  } catch (error) {
    const problem = (error as Error).message.split('\n').find((line) => line.trim() !== '');
    throw errors.reloadCompileError(file, problem?.trim() ?? String(error));
  } finally {
    process.emitWarning = emitWarning;
  }
}
