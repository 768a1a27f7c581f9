import type { Adapter } from '../../automation/dap/dap-client.ts';
import { connectToDev } from '../../automation/dev/remote-adapter.ts';
import { TandemError } from '../../protocol/errors.ts';

/** A session of the dev adapter. Throws what VS Code shows: of an error it takes the message, and nothing else. */
export async function devAdapter(): Promise<Adapter> {
  try {
    return await connectToDev();
  } catch (thrown) {
    throw new Error(TandemError.from(thrown).text, { cause: thrown });
  }
}
