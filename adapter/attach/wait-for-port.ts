import { setTimeout } from 'node:timers/promises';
import { errors, type TandemError } from '../../protocol/errors.ts';
import { type Address, addressText } from '../inspector/address.ts';
import { askPort, type PortAnswer } from '../inspector/port-answer.ts';

/** Between two looks at a port, in milliseconds. */
const LOOK_AGAIN_MS = 100;

/** A program that listens with a tunnel before it, or is being started, is not there at once. */
const mayCome = ({ kind, ...rest }: PortAnswer): boolean =>
  kind === 'closes' ||
  kind === 'silent' ||
  (kind === 'nobody' && (rest as { code: string }).code === 'ECONNREFUSED');

/**
 * Who answers at a port, as soon as anybody does.
 * @param patience how long to wait for somebody, in milliseconds
 */
export async function waitForPort(
  address: Address,
  patience: number,
  signal: AbortSignal,
): Promise<Extract<PortAnswer, { kind: 'inspector' | 'http' | 'other' }>> {
  const limit = performance.now() + patience;
  for (;;) {
    const answer = await askPort(address, signal);
    if (answer.kind === 'inspector' || answer.kind === 'http' || answer.kind === 'other') return answer;
    if (!mayCome(answer) || performance.now() >= limit) throw nobody(address, answer);
    await setTimeout(LOOK_AGAIN_MS, undefined, { signal });
  }
}

function nobody(
  address: Address,
  answer: Exclude<PortAnswer, { kind: 'inspector' | 'http' | 'other' }>,
): TandemError {
  const at = addressText(address);
  if (answer.kind === 'closes') return errors.attachCloses(at);
  if (answer.kind === 'silent') return errors.attachSilent(at);
  return answer.code === 'ECONNREFUSED' ? errors.attachNobody(at) : errors.attachUnreachable(at, answer.code);
}
