import { FarFiles } from '../attach/far-files.ts';

export interface RootSettings {
  readonly localRoot?: string | null | undefined;
  readonly remoteRoot?: string | null | undefined;
}

/** How files are called in a far place, as a configuration says. */
export const farFilesOf = ({ localRoot, remoteRoot }: RootSettings): FarFiles =>
  new FarFiles(localRoot && remoteRoot ? { local: localRoot, remote: remoteRoot } : undefined);
