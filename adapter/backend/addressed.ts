import type { DebugProtocol } from '@vscode/debugprotocol';
import { slotOfReference, slotOfThread } from '../../protocol/numbers.ts';

/** The arguments by which a request says whose it is. */
export interface Addressed {
  readonly threadId?: number;
  readonly threadIds?: readonly number[];
  readonly frameId?: number;
  readonly variablesReference?: number;
  readonly sourceReference?: number;
  readonly locationReference?: number;
  readonly memoryReference?: string;
  readonly source?: DebugProtocol.Source;
}

/** Whose property a data id of ours is, and which: the first process's are as its engine has made them. */
export function dataPlace(id: string): { readonly slot: number; readonly dataId: string } {
  const [, slot = '0', dataId = id] = /^(\d+):(.*)$/.exec(id) ?? [];
  return { slot: Number(slot), dataId };
}

/** The process whose number a request names, if it names one. */
export function slotOf(args: Addressed): number | undefined {
  const threadId = args.threadId ?? args.threadIds?.[0];
  if (threadId !== undefined) return slotOfThread(threadId);
  const references = [
    args.frameId,
    args.variablesReference,
    args.locationReference,
    // The engine's memory references are numbers of values.
    args.memoryReference === undefined ? undefined : Number(args.memoryReference),
    args.source?.sourceReference,
    args.sourceReference,
  ];
  const reference = references.find((it) => it !== undefined);
  return reference ? slotOfReference(reference) : undefined;
}
