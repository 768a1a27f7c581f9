import type { DebugProtocol } from '@vscode/debugprotocol';
import { errors } from '../../protocol/errors.ts';
import type { Handlers } from './handler.ts';

const CONDITION = {
  supportsCondition: true,
  conditionDescription: "The thrown value is `error`, for example: error.name === 'TypeError'",
} as const;

/** Only what works. */
const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsFunctionBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsDataBreakpoints: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsSteppingGranularity: true,
  supportsStepInTargetsRequest: true,
  supportsRestartFrame: true,
  supportsSetExpression: true,
  supportsValueFormattingOptions: true,
  supportsClipboardContext: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.', '[', '"', "'"],
  supportsReadMemoryRequest: true,
  supportsWriteMemoryRequest: true,
  supportsExceptionInfoRequest: true,
  supportsExceptionFilterOptions: true,
  supportsDelayedStackTraceLoading: true,
  supportsLoadedSourcesRequest: true,
  supportsTerminateRequest: true,
  supportsTerminateThreadsRequest: true,
  supportsSingleThreadExecutionRequests: true,
  supportTerminateDebuggee: true,
  supportsRestartRequest: true,
  supportsCancelRequest: true,
  supportsANSIStyling: true,
  exceptionBreakpointFilters: [
    {
      filter: 'all',
      label: 'Caught Exceptions',
      description: 'Stops wherever something is thrown, also where it is caught.',
      default: false,
      ...CONDITION,
    },
    {
      filter: 'uncaught',
      label: 'Uncaught Exceptions',
      description: 'Stops where something is thrown that nothing catches.',
      default: true,
      ...CONDITION,
    },
  ],
};

export const introductionHandlers: Handlers<'initialize'> = {
  initialize: {
    phase: 'introduction',
    handle(session, args) {
      if (args.pathFormat === 'uri') throw errors.uriPaths();
      session.traits = {
        linesStartAt1: args.linesStartAt1 ?? true,
        columnsStartAt1: args.columnsStartAt1 ?? true,
        supportsRunInTerminal: args.supportsRunInTerminalRequest ?? false,
        supportsInvalidated: args.supportsInvalidatedEvent ?? false,
        supportsProgress: args.supportsProgressReporting ?? false,
        supportsStartDebugging: args.supportsStartDebuggingRequest ?? false,
        adapterId: args.adapterID ?? 'tandem',
        plainOutput: args['tandem.plainOutput'] ?? false,
        showsTypes: args.supportsVariableType ?? false,
        showsMemory: args.supportsMemoryReferences ?? false,
      };
      return { ...CAPABILITIES, ...session.expectedCapabilities };
    },
  },
};
