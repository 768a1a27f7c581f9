import type { Place } from '../tools/tool.ts';
import { openHeadlessPlace } from './headless-place.ts';
import type { Places } from './run-mcp.ts';

export interface PlacesRequest {
  /** Never join a window or server. */
  readonly headless: boolean;
  /** Process id of the window or server to join; the one that has the folder open unless set. */
  readonly window: number | undefined;
  readonly folder: string;
}

export function openPlaces({ folder }: PlacesRequest): Places {
  let place: (Place & AsyncDisposable) | undefined;
  return {
    async current() {
      place ??= openHeadlessPlace(folder);
      return place;
    },
    async [Symbol.asyncDispose]() {
      await place?.[Symbol.asyncDispose]();
    },
  };
}
