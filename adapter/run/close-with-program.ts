import { errors, type TandemError } from '../../protocol/errors.ts';
import type { Program } from '../program/program.ts';

/** A backend lives no longer than its program, but hears its last words first. */
export function closeWithProgram(
  backend: { close(reason: TandemError): void },
  program: Program,
  lastWords: () => Promise<void> = async () => {},
): void {
  void program.exited.then(lastWords).then(() => backend.close(errors.backendLost('it has ended.')));
}
