import type { LaunchConfiguration } from '../configuration.ts';
import { NODE } from './node.ts';
import { PYTHON } from './python.ts';
import type { RuntimeKind } from './runtime-kind.ts';

/** All that there are. The last one takes what none of the others is meant by. */
const ALL: readonly RuntimeKind[] = [PYTHON, NODE];

/** What a configuration means its program to run in. */
export const runtimeKindOf = (configuration: LaunchConfiguration): RuntimeKind =>
  ALL.find((kind) => kind.isMeant(configuration))!;
