import type { Arguments, Body, Place } from '../../../protocol/commands.ts';
import type { EngineContext } from './context.ts';
import { shownLocation } from './locations.ts';
import { pathOfUrl } from './paths.ts';
import type { Script, Scripts } from './scripts.ts';

/** Where in the sources calls of the main thread were made. It needs nothing of the program, which may be gone. */
export async function locations(
  context: EngineContext,
  { sites }: Arguments<'locations'>,
): Promise<Body<'locations'>> {
  return { locations: await Promise.all(sites.map((site) => placeOf(context, site))) };
}

async function placeOf(context: EngineContext, site: string): Promise<Place | null> {
  const [, url, line, column] = /^(.+):(\d+):(\d+)$/s.exec(site) ?? [];
  const thread = context.main;
  const script = url && thread ? findScript(thread.scripts, thread.channel.names.near(url)) : undefined;
  if (!thread || !script) return null;
  const at = { lineNumber: Number(line) - 1, columnNumber: Number(column) - 1 };
  return shownLocation(context, thread, { scriptId: script.id, ...at });
}

/** The latest that goes by that name: V8 calls a CommonJS module by its path here, and by a URL everywhere else. */
function findScript(scripts: Scripts, url: string): Script | undefined {
  const path = pathOfUrl(url) ?? url;
  let found: Script | undefined;
  for (const script of scripts.all()) if (script.url === url || script.path === path) found = script;
  return found;
}
