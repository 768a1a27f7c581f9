import type { Protocol } from './inspector-channel.ts';

/** How the program calls its files, and how they are called here: it may run on another machine than its engine. */
export interface FileNames {
  /** The name here of a path, or of a URL, that the program uses. */
  near(name: string): string;
  /** The program's name of a path, or of a URL, that is used here. */
  far(name: string): string;
}

/** The program and its engine see the same files. */
export const SAME_NAMES: FileNames = { near: (name) => name, far: (name) => name };

type ScriptParsed = Protocol.Debugger.ScriptParsedEvent;

/** A script that V8 reports, by its name here. */
export function scriptAsNamedHere(script: ScriptParsed, { near }: FileNames): ScriptParsed {
  const url = near(script.url);
  if (url === script.url) return script;
  return { ...script, url, ...(script.sourceMapURL && { sourceMapURL: near(script.sourceMapURL) }) };
}
