import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Hello } from '../../../protocol/messages.ts';
import type { LaunchConfiguration } from '../configuration.ts';
import { NODE } from './node.ts';
import { PYTHON } from './python.ts';
import type { RuntimeKind } from './runtime-kind.ts';

/** All that there are. The last one takes what none of the others is meant by. */
const ALL: readonly RuntimeKind[] = [PYTHON, NODE];

/** What is different in a program, by what its launcher says that it runs in; undefined where nothing is. */
export const capabilitiesOf = ({ runtime }: Hello): DebugProtocol.Capabilities | undefined =>
  ALL.find(({ id }) => id === runtime)?.capabilities;

/** What a configuration means its program to run in. */
export const runtimeKindOf = (configuration: LaunchConfiguration): RuntimeKind =>
  ALL.find((kind) => kind.isMeant(configuration))!;
