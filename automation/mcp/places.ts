import { resolve } from 'node:path';
import { errors, TandemError } from '../../protocol/errors.ts';
import type { Place } from '../tools/tool.ts';
import { openHeadlessPlace } from './headless-place.ts';
import { joinPlace } from './joined-place.ts';

/** A place that is held, until it is disposed. */
export interface OpenPlace extends Place, AsyncDisposable {
  /** False once it is gone for good. */
  isOpen(): boolean;
}

export interface PlacesRequest {
  /** Never join a window or server. */
  readonly headless: boolean;
  /** Process id of the window or server to join; the one that has the folder open unless set. */
  readonly window: number | undefined;
  readonly folder: string;
}

const NOBODY = errors.noServer('', []).code;

/** Where programs run: it is another place after a window was closed, or opened. */
export class Places implements AsyncDisposable {
  readonly #request: PlacesRequest;
  #opening: Promise<OpenPlace> | undefined;

  constructor(request: PlacesRequest) {
    this.#request = request;
  }

  /** Rejects when there is none, or more than one that may be meant; the next call looks again. */
  current(): Promise<Place> {
    const before = this.#opening?.catch(() => undefined);
    const opening = (async () => {
      const opened = await before;
      return opened?.isOpen() ? opened : this.#open();
    })();
    opening.catch(() => {});
    this.#opening = opening;
    return opening;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.[Symbol.asyncDispose]();
  }

  async #open(): Promise<OpenPlace> {
    const { headless, window, folder } = this.#request;
    if (headless) return openHeadlessPlace(folder);
    if (window !== undefined) return joinPlace({ pid: window });
    try {
      return await joinPlace({ cwd: resolve(folder) });
    } catch (thrown) {
      if (TandemError.from(thrown).code !== NOBODY) throw thrown;
      return openHeadlessPlace(folder);
    }
  }
}
