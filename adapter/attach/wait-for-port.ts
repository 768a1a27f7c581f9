import { setTimeout } from 'node:timers/promises';
import { errors, type TandemError } from '../../protocol/errors.ts';
import { type Address, addressText } from '../inspector/address.ts';
import { askPort, type PortAnswer } from '../inspector/port-answer.ts';
import type { StartContext } from '../run/start.ts';

/** Between two looks at a port, in milliseconds. */
const LOOK_AGAIN_MS = 100;
/** When a user begins to wonder, in milliseconds. */
const NOTICE_MS = 1500;

export type Listener = Extract<PortAnswer, { readonly kind: 'inspector' | 'http' | 'other' }>;
type Absence = Exclude<PortAnswer, Listener>;

const isListener = (answer: PortAnswer): answer is Listener =>
  answer.kind === 'inspector' || answer.kind === 'http' || answer.kind === 'other';

/** A program that has a tunnel before it, or is just being started, is not there at once. */
const mayCome = (answer: Absence): boolean => answer.kind !== 'nobody' || answer.code === 'ECONNREFUSED';

/**
 * Who answers at a port, as soon as anybody does.
 * @param patience how long to wait for somebody, in milliseconds
 * @param isLauncher whether a launcher of Tandem's is known to listen there, which need not be asked
 * @param context whose user is told once that nobody has come yet, where that takes long
 */
export async function waitForPort(
  address: Address,
  patience: number,
  isLauncher: () => boolean,
  { signal, notify }: Pick<StartContext, 'signal' | 'notify'>,
): Promise<Listener | { readonly kind: 'launcher' }> {
  const limit = performance.now() + patience;
  let notice = performance.now() + NOTICE_MS;
  for (;;) {
    if (isLauncher()) return { kind: 'launcher' };
    const answer = await askPort(address, signal);
    if (isListener(answer)) return answer;
    if (!mayCome(answer) || performance.now() >= limit) throw nobody(address, answer);
    if (performance.now() >= notice) {
      notify(`${nobody(address, answer).message} Tandem waits for ${patience / 1000} s in all.`);
      notice = Number.POSITIVE_INFINITY;
    }
    await setTimeout(LOOK_AGAIN_MS, undefined, { signal });
  }
}

function nobody(address: Address, answer: Absence): TandemError {
  const at = addressText(address);
  if (answer.kind === 'closes') return errors.attachCloses(at);
  if (answer.kind === 'silent') return errors.attachSilent(at);
  return answer.code === 'ECONNREFUSED' ? errors.attachNobody(at) : errors.attachUnreachable(at, answer.code);
}
