import type { Candidate } from './completions.ts';
import { renamedIn } from './frame-names.ts';
import type { LiveFrame } from './references.ts';
import type { Thread } from './thread.ts';

const KEYWORDS =
  'async await break case catch class const continue debugger default delete do else export extends false finally for function if import in instanceof let new null of return static super switch this throw true try typeof undefined var void while with yield'.split(
    ' ',
  );

/** Behind everything that is nearer. */
const OF_PROGRAM = 80;
const KEYWORD = 90;

/** Names that can stand for themselves: variables from the inside out, those of the whole program, keywords. */
export async function namesInScope(thread: Thread, frame: LiveFrame | undefined): Promise<Candidate[]> {
  const [local, global] = await Promise.all([frame ? variablesOf(frame) : [], globalNames(thread)]);
  const keywords = KEYWORDS.map((name): Candidate => ({ name, type: 'keyword', rank: KEYWORD }));
  return [...local, ...global, ...keywords].filter((candidate) => !thread.inserted.isOwn(candidate));
}

async function variablesOf(frame: LiveFrame): Promise<Candidate[]> {
  const { thread, call } = frame;
  const names = await renamedIn(frame);
  const scopes = call.scopeChain.filter(({ type, object }) => type !== 'global' && object.objectId);
  const found = await Promise.all(
    scopes.map(async (scope, rank) => {
      const { result } = await thread.channel.post('Runtime.getProperties', {
        objectId: scope.object.objectId!,
        ownProperties: true,
      });
      return result.map(
        ({ name, value }): Candidate => ({
          name: names.originalOf(scope, name),
          type: value?.type === 'function' ? 'function' : 'variable',
          rank,
        }),
      );
    }),
  );
  return found.flat();
}

async function globalNames(thread: Thread): Promise<Candidate[]> {
  const [{ names }, { result }] = await Promise.all([
    // What was declared in the console is among these.
    thread.channel.post('Runtime.globalLexicalScopeNames', {}),
    thread.channel.post('Runtime.evaluate', {
      expression: 'Object.getOwnPropertyNames(globalThis)',
      returnByValue: true,
      silent: true,
      throwOnSideEffect: true,
      disableBreaks: true,
    }),
  ]);
  const properties = Array.isArray(result.value) ? (result.value as string[]) : [];
  return [
    ...names.map((name): Candidate => ({ name, type: 'variable', rank: OF_PROGRAM - 1 })),
    ...properties.map((name): Candidate => ({ name, type: 'variable', rank: OF_PROGRAM })),
  ];
}
