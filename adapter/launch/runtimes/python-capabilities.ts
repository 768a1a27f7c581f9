import type { DebugProtocol } from '@vscode/debugprotocol';

const CONDITION = {
  supportsCondition: true,
  conditionDescription: 'The exception is `error`, for example: isinstance(error, KeyError)',
} as const;

/** What is different in a Python program. */
export const PYTHON_CAPABILITIES: DebugProtocol.Capabilities = {
  supportsSteppingGranularity: false,
  supportsStepInTargetsRequest: false,
  supportsRestartFrame: false,
  supportsReadMemoryRequest: false,
  supportsWriteMemoryRequest: false,
  supportsTerminateThreadsRequest: false,
  supportsGotoTargetsRequest: true,
  supportsModulesRequest: true,
  completionTriggerCharacters: ['.'],
  exceptionBreakpointFilters: [
    {
      filter: 'all',
      label: 'Raised Exceptions',
      description: 'Stops wherever an exception comes to your code, also where it is caught.',
      default: false,
      ...CONDITION,
    },
    {
      filter: 'uncaught',
      label: 'Uncaught Exceptions',
      description: 'Stops when nothing has caught an exception, and shows the calls that it has ended.',
      default: true,
      ...CONDITION,
    },
    {
      filter: 'userUncaught',
      label: 'User Uncaught Exceptions',
      description: 'Stops where an exception leaves your code for that of a library which has called it.',
      default: false,
      ...CONDITION,
    },
  ],
};
