import { randomUUID } from 'node:crypto';
import { errors } from '../../protocol/errors.ts';
import type { RunPlan } from '../run/run-plan.ts';
import { deferred } from '../util/deferred.ts';
import { settlesWithin } from '../util/time.ts';
import type { ChildProcess } from './child-process.ts';
import type { Adopt } from './child-processes.ts';
import { CHILD_SETTING } from './child-setting.ts';

/** How long a client may take to begin the session that it was asked for. */
const CLAIM_LIMIT_MS = 10_000;

/** What a child has from whoever brings it: the program that has started it, or the terminal. */
export type InheritedPlan = Pick<RunPlan, 'settings' | 'noDebug' | 'explain'>;

/** By the configuration that the client begins the session with. Throws what is wrong with it. */
export type PlanFor = (raw: object) => InheritedPlan;

export interface Claim {
  readonly child: ChildProcess;
  readonly planFor: PlanFor;
}

interface Offer extends Claim {
  claimed(): void;
}

/** Children whose session has been asked for. A session of this very process claims each, by its random id. */
const offers = new Map<string, Offer>();

/** Asks the client to begin a session of that name, with settings of ours. */
export type StartDebugging = (name: string, settings: Readonly<Record<string, unknown>>) => Promise<void>;

/**
 * Gives each child a session of its own, as far as the client begins one. A client that has once said nothing, neither yes nor
 * no, is not asked again: each child would be held until it is clear that nothing comes.
 */
export function offerTo(startDebugging: StartDebugging, planFor: PlanFor): Adopt {
  let isSilent = false;
  return async (child) => {
    if (isSilent) return false;
    const id = randomUUID();
    const claimed = deferred();
    offers.set(id, { child, planFor, claimed: claimed.resolve });
    try {
      const refused = deferred();
      startDebugging(child.name, { [CHILD_SETTING]: id }).catch(refused.resolve);
      isSilent = !(await settlesWithin(Promise.race([claimed.promise, refused.promise]), CLAIM_LIMIT_MS));
      // The last moment decides: who has claimed it by now has it.
      return !offers.has(id);
    } finally {
      offers.delete(id);
    }
  };
}

/** The child that a configuration is for. Nobody else can claim it any more. */
export function claimChild(configuration: object): Claim {
  const id: unknown = (configuration as Record<string, unknown>)[CHILD_SETTING];
  const offer = typeof id === 'string' ? offers.get(id) : undefined;
  if (!offer) throw errors.attachUnknown();
  offers.delete(id as string);
  offer.claimed();
  return offer;
}
