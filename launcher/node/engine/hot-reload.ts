import path from 'node:path';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { editedText, recompiledText } from './edited-text.ts';
import { applyEdit, type LiveEdit, planEdit } from './live-edit.ts';
import { type SourceKey, sourceKey } from './paths.ts';
import { scriptText } from './script-text.ts';
import type { Script } from './scripts.ts';
import type { Thread } from './thread.ts';

interface Target {
  readonly thread: Thread;
  readonly script: Script;
}

/**
 * Puts the present text of a file into the running program: of the file itself, or of what a compiler that watches makes
 * of it. Calls that are under way go on; what changes the one that the program is paused in begins it anew. All threads
 * that have the script get it, or none.
 */
export async function hotReload(
  context: EngineContext,
  args: Arguments<'hotReload'>,
): Promise<Body<'hotReload'>> {
  const name = path.basename(args.path);
  const key = sourceKey(args.path);
  const targets = await scriptsOf(context, key);
  if (targets.length === 0) return { status: 'notLoaded', message: `${name} is not loaded in this program.` };
  const edits = await planEdits(targets, key, args.path);
  if (edits.length === 0) return { status: 'unchanged', message: `${name} runs as it is on disk.` };
  const stale = edits.flatMap(({ script }) => sourcesOf(script));
  // First those that may yet be refused.
  for (const edit of edits.toSorted((a, b) => Number(b.restarts) - Number(a.restarts))) {
    await applyEdit(context, edit);
  }
  await showEdited(context, edits);
  await Promise.all([
    context.breakpoints.rebind(new Set([...stale, ...edits.flatMap(editedSources)])),
    context.functionBreakpoints.rebind(),
  ]);
  const restarted = edits.some(({ restarts }) => restarts) ? ' The call that was changed begins anew.' : '';
  return { status: 'applied', message: `Applied the changes to ${name}.${restarted}` };
}

async function scriptsOf({ threads }: EngineContext, key: SourceKey): Promise<Target[]> {
  const targets: Target[] = [];
  for (const thread of threads.values()) {
    for (const script of [...thread.scripts.all()]) {
      const map = await thread.scripts.resolveMap(script);
      if (script.key === key || map?.source(key)) targets.push({ thread, script });
    }
  }
  return targets;
}

/** What has to be changed where; nothing of it is done unless all of it can be. */
async function planEdits(targets: readonly Target[], key: SourceKey, source: string): Promise<LiveEdit[]> {
  const planned = await Promise.all(
    targets.map(async ({ thread, script }) => {
      const current = await scriptText(thread, script);
      const text = await newText(script, key, source, current);
      return text === current ? undefined : planEdit(thread, script, text);
    }),
  );
  return planned.filter((edit) => edit !== undefined);
}

async function newText(script: Script, key: SourceKey, source: string, current: string): Promise<string> {
  const isOwn = script.key === key;
  // Compiled under the name of its source, by a loader that writes nothing to disk; or from nowhere.
  if (!script.path || (isOwn && script.map?.source(key))) throw errors.reloadInMemory(source);
  return isOwn ? editedText(script.path, current) : recompiledText(script.path, source, current);
}

const sourcesOf = ({ key, map }: Script): SourceKey[] => [
  key,
  ...(map?.sources ?? []).map((source) => sourceKey(source.path)),
];

const editedSources = ({ thread, script }: LiveEdit): SourceKey[] => {
  const edited = thread.scripts.get(script.id);
  return edited ? sourcesOf(edited) : [];
};

/** Threads that stay paused where they were may be on other lines by now. */
async function showEdited(context: EngineContext, edits: readonly LiveEdit[]): Promise<void> {
  for (const { thread, script } of edits) await thread.scripts.resolveMap(thread.scripts.get(script.id)!);
  const restarted = new Set(edits.filter(({ restarts }) => restarts).map(({ thread }) => thread));
  for (const thread of new Set(edits.map((edit) => edit.thread))) {
    if (!thread.paused || restarted.has(thread)) continue;
    thread.paused = await context.callSites.relocated(thread, thread.paused);
    context.references.resumed(thread);
    context.emit({ event: 'invalidated', body: { areas: ['stacks', 'variables'], threadId: thread.id } });
  }
}
