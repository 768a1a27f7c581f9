import type { SessionChannel } from './engine/session-channel.ts';
import type { Foothold } from './thread-setup.ts';

type Taken = { readonly [M in keyof Foothold]: () => Promise<void> };

/** Takes over what `injected.ts` has left in the program's thread. From then on the program cannot see it any more. */
export async function takeFoothold(session: SessionChannel, key: string): Promise<Taken> {
  const name = JSON.stringify(key);
  const { result } = await session.post('Runtime.evaluate', {
    expression: `(() => { const taken = globalThis[${name}]; delete globalThis[${name}]; return taken; })()`,
    silent: true,
    disableBreaks: true,
  });
  const call = (method: keyof Foothold) => async (): Promise<void> => {
    await session
      .post('Runtime.callFunctionOn', {
        objectId: result.objectId!,
        functionDeclaration: `function() { this.${method}(); }`,
        silent: true,
      })
      .catch(() => {
        // The program is about to exit, and all of this with it.
      });
  };
  return { closePort: call('closePort'), leave: call('leave') };
}
