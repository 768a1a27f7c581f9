import { nodeOffers } from './node-offers.ts';
import type { Offer } from './offer.ts';
import { ProjectFolder } from './project-folder.ts';
import { pythonOffers } from './python-offers.ts';

export type { Offer, OfferedConfiguration } from './offer.ts';

/**
 * What can be started of a folder, best first: programs, servers, tests, other scripts. It takes some dozens of looks at
 * files with well-known names, however large the folder is.
 */
export async function offersOf(path: string): Promise<Offer[]> {
  const folder = new ProjectFolder(path);
  const offers = (await Promise.all([nodeOffers(folder), pythonOffers(folder)])).flat();
  const ranks: readonly Offer['purpose'][] = ['program', 'server', 'tests', 'testFile', 'script'];
  return offers.toSorted((one, other) => ranks.indexOf(one.purpose) - ranks.indexOf(other.purpose));
}
