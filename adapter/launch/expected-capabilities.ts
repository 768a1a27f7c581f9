import type { DebugProtocol } from '@vscode/debugprotocol';
import { parseConfiguration } from './configuration.ts';
import { runtimeKindOf } from './runtimes/runtimes.ts';

/** What is different in the program of a configuration. What is wrong with one, its launch will say. */
export function expectedCapabilities(
  configuration: { readonly request?: unknown } | undefined,
): DebugProtocol.Capabilities | undefined {
  if (configuration?.request !== 'launch') return undefined;
  try {
    return runtimeKindOf(parseConfiguration(configuration)).capabilities;
  } catch {
    return undefined;
  }
}
