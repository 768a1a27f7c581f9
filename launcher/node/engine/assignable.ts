import { errors } from '../../../protocol/errors.ts';
import { namesIn } from './frame-names.ts';
import type { LiveFrame } from './references.ts';

const CONSTANT = new Set(['const', 'import']);

/** V8 changes a `const` without a word; whoever wrote it did not mean it to change, and may have been told by the compiler. */
export async function refuseConstant(frame: LiveFrame, name: string): Promise<void> {
  const { scopes, generated } = await namesIn(frame);
  const inV8 = generated.get(name) ?? name;
  for (const { bindings } of scopes) {
    const binding = bindings.find((it) => it.name === inV8);
    if (binding && CONSTANT.has(binding.kind)) throw errors.constantAssigned(name, binding.kind);
    if (binding) return;
  }
}
